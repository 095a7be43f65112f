/// How the page looks: light or dark as the reader's system is, one column, as narrow as a phone.
let reportStyle = """
    :root{color-scheme:light dark;--paper:#fff;--ink:#1b1d20;--dim:#5b626b;--line:#d9dde2;--soft:#f4f6f8;--mark:#0b57a4;
    --new:#0f6b34;--newbg:#dff4e5;--old:#a01c1c;--oldbg:#fbe3e3}
    @media(prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#e7e9ec;--dim:#a2aab4;--line:#363b42;--soft:#1e2125;
    --mark:#82b8f5;--new:#8be0a8;--newbg:#12351f;--old:#ffa9a9;--oldbg:#431a1a}}
    *{box-sizing:border-box}
    body{margin:0 auto;padding:1.25rem 1rem 4rem;max-width:54rem;background:var(--paper);color:var(--ink);
    font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
    h1{font-size:1.6rem;line-height:1.2;margin:0 0 .25rem}
    h2{font-size:1.25rem;margin:2.5rem 0 .5rem}
    h3{font-size:1.1rem;line-height:1.3;margin:0}
    p{margin:.35rem 0}
    a{color:var(--mark)}
    a:focus-visible,summary:focus-visible{outline:3px solid var(--mark);outline-offset:2px;border-radius:2px}
    .skip{position:absolute;left:-99rem}
    .skip:focus{position:static}
    .dim,.facts{color:var(--dim);font-size:.9rem}
    code{font:.875em/1.4 ui-monospace,"DejaVu Sans Mono",monospace}
    .story{border-top:1px solid var(--line);padding:1.1rem 0}
    .head{display:flex;gap:.75rem;align-items:baseline}
    .size{flex:none;min-width:2.2em;text-align:center;font-weight:700;font-variant-numeric:tabular-nums;color:var(--mark);
    border:2px solid var(--mark);border-radius:1em;padding:0 .45em}
    svg{display:block;width:100%;height:auto;margin:.5rem 0}
    .ends{display:flex;justify-content:space-between}
    .axis{stroke:var(--line);stroke-width:1}
    .tick{fill:var(--mark)}
    .copytick{fill:none;stroke:var(--mark);stroke-width:1.5}
    ol.articles{list-style:none;margin:.5rem 0 0;padding:0}
    ol.articles>li{padding:.5rem 0 .5rem .9rem;border-left:3px solid var(--line);margin:.35rem 0}
    details{margin:.35rem 0}
    summary{cursor:pointer;color:var(--mark);padding:.15rem 0}
    details>ul{margin:.25rem 0;padding-left:1.1rem}
    .difference{background:var(--soft);border:1px solid var(--line);border-radius:4px;padding:.5rem .7rem;margin:.35rem 0;
    font-size:.9rem}
    ins{color:var(--new);background:var(--newbg);text-decoration:underline}
    del{color:var(--old);background:var(--oldbg);text-decoration:line-through}
    table{border-collapse:collapse;width:100%;font-size:.9rem}
    th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
    th{color:var(--dim);font-weight:600}
    @media(max-width:36rem){table,thead,tbody,tr,th,td{display:block}thead{position:absolute;left:-99rem}
    td{border:0;padding:.05rem 0}tr{border-bottom:1px solid var(--line);padding:.4rem 0}}
    @media print{details>*{display:block}a{color:inherit}}
    """
