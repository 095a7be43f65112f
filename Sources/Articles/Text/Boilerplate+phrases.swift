extension Boilerplate {
    /// The phrases, in lower case. To know another, add it to its line.
    static let table = PhraseTable([
        (
            .label, .junk, 250,
            [
                "read more", "read also", "also read", "read next", "read this", "see also", "see more", "watch", "watch also",
                "listen", "related", "related story", "related article", "related articles", "related stories", "more on this",
                "more on this story", "must read", "don't miss", "recommended", "in pictures", "gallery", "continue reading",
                "story continues", "story continues below", "lesen sie auch", "mehr zum thema", "siehe auch", "lire aussi",
                "à lire aussi", "lea también", "lee también", "leer más", "leia também", "leia mais", "saiba mais", "leggi anche",
                "lees ook", "czytaj też", "czytaj także", "läs också", "les også", "читайте также", "читайте також", "devamını oku",
            ]
        ),
        (
            .whole, .junk, 80,
            [
                "advertisement", "advertisements", "advertising", "sponsored", "sponsored content", "anzeige", "publicité",
                "publicidad", "publicidade", "pubblicità", "реклама", "story continues below advertisement",
                "article continues below", "article continues below advertisement", "continue reading below",
                "continue reading the main story", "continue reading", "read the full story", "click to enlarge", "view gallery",
                "loading", "loading...", "skip to content", "skip to main content", "back to top", "scroll down for video", "share",
                "share this", "share this article", "share this story", "share this post", "share this page", "share this with",
                "share on facebook", "share on twitter", "share on linkedin", "share via email", "tweet", "tweet this", "pin it",
                "email this", "email this article", "print", "print this article", "facebook", "twitter", "facebook twitter",
                "facebook twitter email", "facebook twitter email print", "facebook twitter whatsapp", "copy link", "copy this link",
                "whatsapp", "linkedin", "pinterest", "save", "close", "menu", "search", "log in", "sign in", "sign up", "register",
                "subscribe", "my account", "home", "hide caption", "toggle caption", "embed", "transcript", "reprints",
                "link copied", "article share tools", "text size",
            ]
        ),
        (
            .whole, .heading, 80,
            [
                "related content", "related", "related articles", "related stories", "related news", "related posts", "related links",
                "related topics", "related coverage", "related reading", "related video", "related videos", "more stories", "more news",
                "more on this story", "more from this section", "more headlines", "recommended", "recommended for you",
                "recommended reading", "recommended stories", "recommended articles", "you may also like", "you might also like",
                "you may also be interested in", "you might be interested in", "what to read next", "read next", "up next",
                "next article", "previous article", "next post", "previous post", "most read", "most popular", "most viewed",
                "most shared", "trending", "trending now", "popular posts", "popular now", "top stories", "latest news",
                "latest stories", "latest headlines", "editors' picks", "editor's picks", "around the web", "from the web",
                "from around the web", "from our partners", "paid content", "promoted stories", "comments", "leave a comment",
                "leave a reply", "post a comment", "add a comment", "view comments", "show comments", "be the first to comment",
                "no comments", "no comments yet", "comment on this story", "about the author", "about author", "follow us", "tags",
                "filed under", "topics", "topics in this article", "share your thoughts", "what do you think", "join the discussion",
                "join the conversation", "verwandte themen", "ähnliche artikel", "kommentare", "articles liés", "sur le même sujet",
                "commentaires", "noticias relacionadas", "temas relacionados", "comentarios", "notícias relacionadas", "comentários",
                "articoli correlati", "commenti", "gerelateerde artikelen", "reacties", "похожие статьи", "комментарии",
            ]
        ),
        (
            .start, .prompt, 200,
            [
                "already a subscriber", "already have an account", "already a member", "not a subscriber", "not a member yet",
                "want to join the conversation", "want to leave a tip", "join the conversation", "have a news tip",
                "have a tip", "got a tip", "got a story", "got a news tip", "send us your", "send tips to", "sign up for",
                "sign up to", "sign up here", "sign up now", "subscribe to our", "subscribe now", "subscribe here", "subscribe today",
                "subscribe for", "follow us on", "find us on", "like us on", "follow us", "connect with us", "download our",
                "download the app", "click here to", "click here for", "click to", "tap here to", "you must be logged in", "log in to",
                "please log in", "sign in to", "please sign in", "login to", "create a free account", "create an account",
                "to comment on this", "please enable", "enable javascript", "javascript is", "your browser does not",
                "your email address will not be", "required fields are marked", "enter your email", "thank you for subscribing",
                "thanks for subscribing", "get the latest news", "get our", "get breaking news", "get the day's", "don't miss out",
                "help us improve", "support our journalism", "support our work", "support independent", "become a member",
                "become a subscriber", "become a supporter", "this article is for subscribers", "this content is for subscribers",
                "to continue reading", "unlock this article", "you have reached your", "we use cookies", "this site uses cookies",
                "this website uses cookies", "by continuing to use", "by using this site", "accept cookies", "cookie settings",
                "share this article", "share this story", "newsletter sign", "sign up newsletter", "like this story", "like this article", "enjoyed this article", "this site is protected by",
                "notify me of", "follow the conversation", "abonnieren sie", "jetzt abonnieren", "abonnez-vous", "suscríbete",
                "inscrivez-vous", "assine", "iscriviti", "подписывайтесь", "подпишитесь",
            ]
        ),
        (
            .inside, .prompt, 250,
            [
                "by leaving a tip", "leaving a tip today", "newsletter to get", "to our newsletter", "for our newsletter",
                "our free newsletter", "our daily newsletter", "our weekly newsletter", "newsletter here", "terms of service apply",
                "privacy policy and terms", "terms of use and privacy", "terms of service and privacy",
                "terms and conditions and privacy", "by signing up, you agree", "by signing up you agree", "by subscribing, you agree",
                "uses cookies to", "use cookies to", "turn off your ad blocker", "disable your ad blocker", "using an ad blocker",
                "javascript to view", "to post a comment", "to leave a comment", "to view the comments",
            ]
        ),
        (
            .inside, .junk, 300,
            [
                "all rights reserved. this material may not", "may not be published, broadcast, rewritten",
                "may not be reproduced without", "no part of this article may be",
            ]
        ),
        (.inside, .junk, 120, ["all rights reserved"]),
    ])
}
