# Makes storyd.yaml(5) from config/storyd.yaml: each setting's comment is its description, its value the default.
function escaped(text) {
    gsub(/\\/, "\\e", text); gsub(/-/, "\\-", text); sub(/^\./, "\\\\\\&.", text); sub(/^'/, "\\(aq", text); return text
}
BEGIN {
    print ".TH STORYD.YAML 5 \"\" storyd \"storyd\""
    print ".SH NAME\nstoryd.yaml \\- settings of the storyd service"
    print ".SH SYNOPSIS\n/etc/storyd/storyd.yaml"
    print ".SH DESCRIPTION"
    print "Settings of"
    print ".BR storyd (1)"
    print "as YAML. Each can also be given in the environment"
    print ".RB ( folder.settle \" is \" STORYD_FOLDER_SETTLE )"
    print "or as a flag"
    print ".RB ( \\-\\-folder\\-settle );"
    print "flags win over the environment, the environment over the file, the file over the defaults shown here."
    print "Durations are written 500ms, 2s, 5m, 1h or 14d."
    print "A key that names no setting is an error."
    print ".PP"
    print ".B storyd check\\-config"
    print "prints every setting in force and says what is wrong."
    print ".B systemctl reload storyd"
    print "applies what can change at once, and names what needs a restart."
    print ".SH SETTINGS"
}
/^[a-z_]+:$/ { section = substr($1, 1, length($1) - 1); seen = 1; comment = ""; next }
/^ *# ?/ { if (seen) { line = $0; sub(/^ *# ?/, "", line); comment = comment escaped(line) "\n" }; next }
/^  [a-z_]+:/ {
    key = $1; sub(/:$/, "", key); value = $0; sub(/^ *[a-z_]+: */, "", value)
    print ".TP\n.B " escaped(section "." key) (value == "" ? "" : "\n.br")
    if (value != "") print "default: " escaped(value) "\n.br"
    printf "%s", comment; comment = ""; next
}
/^    - / { value = $0; sub(/^ *- */, "", value); gsub(/"/, "", value); print ".br\n\\(bu " escaped(value) }
END { print ".SH SEE ALSO\n.BR storyd (1)," ; print ".BR systemd.service (5)" }
