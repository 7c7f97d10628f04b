"""
The words that a new site starts with.

They retell the two pages of the group's first web site, written about 2009 to 2010.
Figures from those pages are given as of that time.
"""

from datetime import date

HOME = {
    "title": "Amnesty G48",
    "seo_title": "Amnesty G48: human rights in Seoul, in English",
    "search_description": (
        "The chapter of Amnesty International Korea for speakers of English: monthly "
        "meetings in Seoul, campaigns and street actions, open to everyone."
    ),
    "quotation": (
        "The candle burns not for us, but for all those whom we failed to rescue from "
        "prison, who were shot on the way to prison, who were tortured, who were "
        "kidnapped, who ‘disappeared’. That’s what the candle is for."
    ),
    "quotation_author": "Peter Benenson",
    "quotation_role": "founder of Amnesty International",
    "introduction": (
        "<p>Amnesty G48 is an official chapter of Amnesty International Korea for "
        "speakers of English. From Seoul we campaign for human rights in Korea and "
        "around the world. Anyone can join in, at any time, by coming to a meeting or "
        "an action.</p>"
    ),
    "body": [
        ("heading", "What we do"),
        (
            "paragraph",
            (
                "<p>Once a month we meet, each time in a different place, to hear "
                "people who know a subject well and to talk it through with them. "
                "Between meetings we take it further: on the street, on paper, and "
                "wherever else a government can be made to listen.</p>"
                "<p>We have stood up for migrant workers and for survivors of sexual "
                "slavery, against the death penalty and against violence against "
                'women. Read <a href="/blog/what-we-campaign-for/">what we campaign '
                'for</a>, or <a href="/history/">how the group began</a>.</p>'
            ),
        ),
        ("heading", "How to join in"),
        (
            "paragraph",
            (
                "<ul>"
                "<li><b>Come to a meeting.</b> They are open. "
                '<a href="/blog/welcome/">Here is how they work</a>.</li>'
                "<li><b>Join a street action</b> or one of our other events.</li>"
                "<li><b>Suggest a topic</b> for a meeting. "
                '<a href="/blog/how-to-comment/">A comment on this site</a> is '
                "enough.</li>"
                "<li><b>Offer a skill.</b> You might help to organise an event or to "
                "develop this site. No experience is necessary.</li>"
                "</ul>"
            ),
        ),
        (
            "call_to_action",
            {
                "text": (
                    "New here? A meeting is the easiest place to start, and everyone "
                    "is encouraged to take part."
                ),
                "label": "How our meetings work",
                "link": "/blog/welcome/",
            },
        ),
    ],
    "contact": (
        "<p>Write to us at "
        '<a href="mailto:amnestyseoul@gmail.com">amnestyseoul@gmail.com</a> with a '
        "question, an idea or an offer of help. If it may interest others too, leave a "
        "comment here instead.</p>"
    ),
}

ABOUT = {
    "title": "About",
    "slug": "about",
    "introduction": (
        "Amnesty G48 is the chapter of Amnesty International Korea for speakers of "
        "English. We are based in Seoul, and we would rather act than look on."
    ),
    "search_description": (
        "Who Amnesty G48 in Seoul is, how to get involved, and what Amnesty "
        "International works for and how."
    ),
    "body": [
        ("heading", "Who we are"),
        (
            "paragraph",
            (
                "<p>Within Amnesty International Korea, G48 is an official chapter: "
                "Group 48. We ask for change that can be seen, in Korea and around the "
                "world, and we do not mind hard work to get it.</p>"
                "<p>When the group’s first web site was written, about 2010, it could "
                "look back on more than five years and count over 200 members. By then "
                "it had</p>"
                "<ul>"
                "<li>campaigned for the rights of migrant workers and against the "
                "death penalty;</li>"
                "<li>spoken up for political and social freedoms where governments "
                "repress their citizens, as in Burma (Myanmar) and Iran;</li>"
                "<li>called for the violence in the Occupied Territories and Israel to "
                "end;</li>"
                "<li>marched in solidarity with LGBT people for their human "
                "rights;</li>"
                "<li>stood with the courageous survivors of sexual slavery in "
                "demanding justice, and campaigned for an end to violence against "
                "women.</li>"
                "</ul>"
                "<p>And that was not all. KBS WORLD Radio interviewed Thency "
                "Gunasekaran, one of the coordinators in those years. The whole story "
                'is in our <a href="/history/">history</a>.</p>'
            ),
        ),
        ("heading", "How to get involved"),
        (
            "paragraph",
            (
                "<p>Human rights and dignity are under attack all the time. Whoever "
                "acts for them gives strength to others, and gains some too.</p>"
                "<p>You can begin whenever you like: come to a meeting, or join us on "
                "the street or at another event. We meet once a month, in a different "
                "place each time. Expert speakers take up the themes of Amnesty’s "
                "major campaigns and others that the group cares about, and everyone "
                "is encouraged to join the discussion, so that all of us understand "
                "the matter better.</p>"
                "<p>Is there a topic you would like to hear about? "
                '<a href="/blog/how-to-comment/">Suggest it in a comment</a>. Have you '
                "a skill to share, such as organising events or developing this site? "
                "Tell us. No experience is necessary.</p>"
            ),
        ),
        (
            "call_to_action",
            {
                "text": "Questions, ideas and offers of help are all welcome.",
                "label": "Write to amnestyseoul@gmail.com",
                "link": "mailto:amnestyseoul@gmail.com",
            },
        ),
        ("heading", "What Amnesty International is"),
        (
            "paragraph",
            (
                "<p>Amnesty International is a worldwide movement of ordinary people "
                "who stand up for humanity and human rights. It exists to protect "
                "people wherever they are denied justice, fairness, freedom or truth. "
                "Its members are of many faiths, cultures, ages and occupations.</p>"
                "<p>About 2010 it counted over 2.2 million members in 150 countries, "
                "more than 10,000 of them registered in South Korea, and called itself "
                "the largest voluntary organisation for human rights in the world.</p>"
                "<p>It works for the day when everyone, without exception, enjoys all "
                "the rights set out in the Universal Declaration of Human Rights. On "
                "10 December 1948 the United Nations adopted this list of the rights "
                "that belong to everyone. The full text is on their web site, "
                '<a href="https://www.un.org/">www.un.org</a>.</p>'
            ),
        ),
        ("heading", "What Amnesty does"),
        (
            "paragraph",
            (
                "<p>Two things above all: it makes human rights known, and it opposes "
                "their abuse. In particular it opposes</p>"
                "<ul>"
                "<li>abuses that do serious harm to body or mind, such as torture;</li>"
                "<li>limits on freedom of conscience and expression, such as prison "
                "for what a person believes;</li>"
                "<li>discrimination, such as unfair treatment because of gender, race "
                "or religion.</li>"
                "</ul>"
                "<p>At the heart of the work are individuals who are in danger or have "
                "been wronged: prisoners of conscience, held for their beliefs or for "
                "who they are; people who are tortured or were never given a fair "
                "trial; human rights defenders whose work puts them at risk.</p>"
                "<p>Around this core stand campaigns that last for years: against the "
                "death penalty and torture, for refugees and asylum seekers, on "
                "business and human rights, on the arms trade, on violence against "
                'women. <a href="/blog/what-we-campaign-for/">What we campaign for</a> '
                "tells more.</p>"
            ),
        ),
        ("heading", "How supporters help"),
        (
            "paragraph",
            (
                "<p>Mostly by pressing governments to protect people and to honour "
                "their rights. Supporters write to officials. They get letters and "
                "stories into newspapers. They collect signatures from friends and "
                "strangers, raise money for research and campaigns, and hold events "
                "that make abuses known.</p>"
            ),
        ),
        (
            "quotation",
            {
                "text": (
                    "The only thing necessary for the triumph of evil is for good "
                    "[people] to do nothing."
                ),
                "author": "A saying often attributed to Edmund Burke",
            },
        ),
        (
            "paragraph",
            (
                "<p>You have found us. The next step is to do something, and there is "
                "plenty to do.</p>"
            ),
        ),
    ],
}

HISTORY = {
    "title": "History",
    "slug": "history",
    "introduction": (
        "<p>Amnesty International Korea held its first organisational meeting on 28 "
        "March 1972. Through the 1970s and 1980s it worked for the release of "
        "prisoners of conscience and for an end to torture and the death penalty. "
        "Twice in the years of dictatorship it was forced to close. In 1992, thanks to "
        "its members, it took up its work again, and it has not paused since.</p>"
        "<p>The group’s first web site gave the section’s age, in 2009, as 37 years "
        "and counting. Our own part of the story begins in December 2002.</p>"
    ),
    "search_description": (
        "Amnesty International Korea since 1972, closed twice under the dictatorship, "
        "and its English-speaking Group 48 since 2002."
    ),
    "body": [
        ("heading", "The members make the movement"),
        (
            "paragraph",
            (
                "<p>Whatever Amnesty has achieved for human rights, its members have "
                "achieved. In Korea they act alone or in groups. They write letters "
                "and campaign against violations wherever they happen, and they "
                "support human rights work, and the people who do it, all over the "
                "world. Steady investigation brings abuses to light and puts them "
                "before the international community. Members also decide: they have "
                "the right to vote and a say in policy.</p>"
                "<p>How many were they? Our old history page gave two figures: over "
                "twelve thousand members in Korea in its first lines, about ten "
                "thousand further down. The About page beside it had over 10,000 "
                "registered members. All three date from about 2009 to 2010, and we "
                "cannot now say which was the most exact.</p>"
            ),
        ),
        ("heading", "A group for speakers of English"),
        (
            "paragraph",
            (
                "<p>In December 2002 Mr Sung Jae-sang started an Amnesty group, mostly "
                "for foreigners living in Korea. The section had 20 or so groups at "
                "the time, and none like it: this was the first meant for speakers of "
                "English. Mr Sung had two reasons: to do something for human rights in "
                "Korea, and to meet people from other countries.</p>"
                "<p>The section’s rules asked for a minimum of five persons to "
                "register a group. At first it was hard to find enough members, and "
                "for two and a half years the group remained a provisional one.</p>"
                "<p>The first meetings took place in Mr Sung’s office, with 5 to 10 "
                "people. He did much to keep the group afloat: he even paid membership "
                "fees for members of the group, and took them out to dinner after "
                "meetings. He felt, he said, “lucky to meet many foreigners of "
                "different nationality during more than two years of my service”.</p>"
            ),
        ),
        ("heading", "The first years’ work"),
        (
            "paragraph",
            (
                "<p>The group wrote to foreign governments about violations of human "
                "rights in their countries. It took to the street and collected "
                "signatures against Korea’s National Security Law, which our old page "
                "calls draconian. It campaigned against violence against women and "
                "against the death penalty. And it visited Sharing House and "
                "orphanages.</p>"
            ),
        ),
        ("heading", "Group 48 and its coordinators"),
        (
            "paragraph",
            (
                "<p>After two and a half years Mr Sung handed over to Ms Cho Eun-mi, "
                "remembered as young and bright. Soon afterwards, about the middle of "
                "2005, the group was officially registered as Group 48 of the Korean "
                "section.</p>"
                "<p>When Ms Cho left for other human rights projects, a series of "
                "coordinators kept the group running, among them</p>"
                "<ul>"
                "<li><b>Paul Jennings</b>, from New Zealand;</li>"
                "<li><b>Henry Vapual</b>, from Myanmar;</li>"
                "<li><b>Wendy Veronie</b>, from the USA;</li>"
                "<li><b>Tom Rainey-Smith</b>, from New Zealand, who learned the task "
                "from Henry Vapual and took it up in October 2007;</li>"
                "<li><b>Thency Gunasekaran</b>, who joined him in 2009.</li>"
                "</ul>"
                "<p>For her, coordinating the group was one of many things she did for "
                "human rights; the old site pointed to an interview with her on KBS "
                "WORLD Radio. When its pages were last written, about 2010, the two "
                "shared the work, and those who wrote to "
                '<a href="mailto:amnestyseoul@gmail.com">amnestyseoul@gmail.com</a> '
                "were writing to Tom.</p>"
                "<p>That is as far as the old pages go. If you were there, before or "
                "since, tell us what you remember.</p>"
            ),
        ),
        (
            "call_to_action",
            {
                "text": "A date, a story, a photograph: help us to fill the gaps.",
                "label": "Write to us",
                "link": "mailto:amnestyseoul@gmail.com",
            },
        ),
    ],
}

TIMELINE = [
    {
        "year": 1972,
        "month": 3,
        "day": 28,
        "title": "First meeting at the Seoul YMCA",
        "slug": "1972-first-meeting",
        "body": [
            (
                "paragraph",
                (
                    "<p>Amnesty International Korea held its first organisational "
                    "meeting at the Seoul YMCA. From this day the Korean section "
                    "counts its years.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 1973,
        "month": None,
        "day": None,
        "title": "Campaign against torture",
        "slug": "1973-campaign-against-torture",
        "body": [
            (
                "paragraph",
                (
                    "<p>The young section launched a campaign against torture. It went "
                    "on working to end torture, and for the release of prisoners of "
                    "conscience, in the 1970s and 1980s.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 1977,
        "month": None,
        "day": None,
        "title": "Gwangju and Jeonju organise",
        "slug": "1977-gwangju-and-jeonju",
        "body": [
            (
                "paragraph",
                (
                    "<p>Local sections were organised in Gwangju and Jeonju, two "
                    "cities in the south-west. In the same year Amnesty International "
                    "was awarded the Nobel Peace Prize.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 1978,
        "month": None,
        "day": None,
        "title": "Campaign to abolish the death penalty",
        "slug": "1978-campaign-against-the-death-penalty",
        "body": [
            (
                "paragraph",
                (
                    "<p>The section launched a campaign to abolish the death penalty. "
                    "A quarter of a century later our own group would take up the same "
                    "cause.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 1979,
        "month": None,
        "day": None,
        "title": "Incheon and Pusan (Busan) organise",
        "slug": "1979-incheon-and-busan",
        "body": [
            (
                "paragraph",
                (
                    "<p>Two years after Gwangju and Jeonju, local sections were "
                    "organised in the port cities of Incheon and Pusan (Busan).</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 1985,
        "month": None,
        "day": None,
        "title": "The section is dissolved",
        "slug": "1985-the-section-is-dissolved",
        "body": [
            (
                "paragraph",
                (
                    "<p>An extraordinary general meeting decided to dissolve the "
                    "Korean section. In the years of dictatorship the section was "
                    "forced to close twice; this is the only dissolution to which our "
                    "source gives a year.</p>"
                ),
            ),
        ],
        "whose": "section",
        "is_closure": True,
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 1992,
        "month": None,
        "day": None,
        "title": "The section resumes",
        "slug": "1992-the-section-resumes",
        "body": [
            (
                "paragraph",
                (
                    "<p>With the help of its members, Amnesty International Korea took "
                    "up its work again. It has gone on without a pause since then.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 1993,
        "month": None,
        "day": None,
        "title": "First general meeting",
        "slug": "1993-first-general-meeting",
        "body": [
            (
                "paragraph",
                (
                    "<p>The year after it resumed activity, the section held a general "
                    "meeting, which it counts as its first.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 1997,
        "month": None,
        "day": None,
        "title": "First Press Awards",
        "slug": "1997-first-press-awards",
        "body": [
            (
                "paragraph",
                (
                    "<p>The Amnesty International Press Awards, for journalism that "
                    "serves human rights, were given for the first time.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2002,
        "month": 12,
        "day": None,
        "title": "Sung Jae-sang starts the group",
        "slug": "2002-sung-jae-sang-starts-the-group",
        "body": [
            (
                "paragraph",
                (
                    "<p>Mr Sung Jae-sang started an Amnesty group, mostly for "
                    "foreigners living in Korea. The section had 20 or so groups, and "
                    "this was the first for speakers of English. Between 5 and 10 "
                    "people met in his office; for two and a half years the group was "
                    "a provisional one.</p>"
                ),
            ),
        ],
        "whose": "group",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2004,
        "month": None,
        "day": None,
        "title": "The section moves to Seoul",
        "slug": "2004-the-section-moves-to-seoul",
        "body": [
            (
                "paragraph",
                (
                    "<p>Amnesty International Korea moved to Seoul, where it had first "
                    "met in 1972. In March of this year Amnesty launched its worldwide "
                    "campaign to Stop Violence Against Women.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2005,
        "month": None,
        "day": None,
        "title": "Registered as a corporation aggregate",
        "slug": "2005-registered-as-a-corporation",
        "body": [
            (
                "paragraph",
                (
                    "<p>The section was registered as a corporation aggregate: an "
                    "association of members that is a person in law.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2005,
        "month": None,
        "day": None,
        "title": "The group becomes Group 48",
        "slug": "2005-the-group-becomes-group-48",
        "body": [
            (
                "paragraph",
                (
                    "<p>After two and a half years Mr Sung handed over to Ms Cho "
                    "Eun-mi, and soon afterwards the group was officially registered "
                    "as Group 48 of the Korean section. Our source gives no date; "
                    "counted from December 2002, it was about the middle of 2005.</p>"
                ),
            ),
        ],
        "whose": "group",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2007,
        "month": None,
        "day": None,
        "title": "First Candle Evening",
        "slug": "2007-first-candle-evening",
        "body": [
            (
                "paragraph",
                (
                    "<p>The section held its first Candle Evening, a dinner to raise "
                    "funds. The candle, in barbed wire, is Amnesty’s emblem.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2007,
        "month": 10,
        "day": None,
        "title": "Tom Rainey-Smith becomes coordinator",
        "slug": "2007-tom-rainey-smith-becomes-coordinator",
        "body": [
            (
                "paragraph",
                (
                    "<p>Tom Rainey-Smith, from New Zealand, became coordinator of G48. "
                    "Henry Vapual, from Myanmar, who had coordinated the group before "
                    "him, had shown him the way.</p>"
                ),
            ),
        ],
        "whose": "group",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2008,
        "month": None,
        "day": None,
        "title": "Steve Barakatt performs in Seoul",
        "slug": "2008-steve-barakatt-performs-in-seoul",
        "body": [
            (
                "paragraph",
                (
                    "<p>The composer and pianist Steve Barakatt performed <i>The "
                    "Beating of Butterfly’s Wing</i>, his tribute to Amnesty "
                    "International Korea, in Seoul.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2009,
        "month": None,
        "day": None,
        "title": "Irene Khan visits Korea",
        "slug": "2009-irene-khan-visits-korea",
        "body": [
            (
                "paragraph",
                (
                    "<p>Irene Khan, Secretary General of Amnesty International and the "
                    "first woman in that office, visited Korea. In this year the "
                    "section counted 37 years since its first meeting.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2009,
        "month": None,
        "day": None,
        "title": "Thency Gunasekaran joins as coordinator",
        "slug": "2009-thency-gunasekaran-joins",
        "body": [
            (
                "paragraph",
                (
                    "<p>Thency Gunasekaran joined Tom Rainey-Smith in coordinating the "
                    "group, one of the many things she did for human rights.</p>"
                ),
            ),
        ],
        "whose": "group",
        "source": "The group’s first web site, about 2010",
    },
    {
        "year": 2010,
        "month": None,
        "day": None,
        "title": "A discussion with the families of murder victims",
        "slug": "2010-discussion-on-the-death-penalty",
        "body": [
            (
                "paragraph",
                (
                    "<p>Amnesty International Korea co-hosted a discussion with the "
                    "families of murder victims on the death penalty. The penalty was "
                    "still law in South Korea, though no one had been executed since "
                    "December 1997.</p>"
                ),
            ),
        ],
        "whose": "section",
        "source": "The group’s first web site, about 2010",
    },
]

BLOG = {
    "title": "Blog",
    "slug": "blog",
    "introduction": (
        "News of our meetings and campaigns, and room to talk about them with us."
    ),
    "search_description": (
        "Meetings, campaigns and discussion from Amnesty G48, the English-speaking "
        "chapter of Amnesty International Korea."
    ),
}

AUTHOR = {
    "name": "Amnesty G48",
    "slug": "amnesty-g48",
    "about": (
        "Written together by volunteers of Amnesty G48, the chapter of Amnesty "
        "International Korea for speakers of English."
    ),
}

POSTS = [
    {
        "title": "Welcome, and how our meetings work",
        "slug": "welcome",
        "date": date(2026, 11, 2),
        "summary": (
            "Once a month, each time in a different place: a speaker who knows the "
            "subject, then a discussion in which everyone has a voice. Our meetings "
            "are in English and open to all."
        ),
        "tags": ["meetings", "taking part"],
        "cover": "welcome.webp",
        "cover_description": "A large candle burns in the dark; behind it a row of smaller candles recedes",
        "body": [
            (
                "paragraph",
                (
                    "<p>Welcome to the new web site of Amnesty G48. We are the chapter "
                    "of Amnesty International Korea for speakers of English, and we "
                    "are based in Seoul. If you have wondered what goes on at our "
                    "meetings, and whether you might come, this is for you. The short "
                    "answer to the second question is yes.</p>"
                ),
            ),
            ("heading", "Once a month, somewhere else"),
            (
                "paragraph",
                (
                    "<p>We meet once a month, and not always at the same address: the "
                    "place changes from meeting to meeting. So please look here before "
                    "you set out. Each meeting has a page of its own on this site that "
                    "says when and where it is and who will speak, and you can put it "
                    "into your own calendar.</p>"
                ),
            ),
            ("heading", "First we listen, then we talk"),
            (
                "paragraph",
                (
                    "<p>We invite people who know a subject well and listen to what "
                    "they have to say. Many of the subjects come from Amnesty’s major "
                    "campaigns, such as the death penalty or the rights of refugees. "
                    "Others come from the group itself: whatever we would like to "
                    "understand better.</p>"
                    "<p>Then the subject belongs to the whole room. You can ask, "
                    "doubt, add what you have seen yourself, or simply go on "
                    "listening. We talk because we want to understand more deeply, and "
                    "those who understand a matter are better at acting on it.</p>"
                ),
            ),
            ("heading", "Who can come"),
            (
                "paragraph",
                (
                    "<p>Anyone. Meetings are open to people from every country, and we "
                    "speak English at them. You need no experience of campaigning and "
                    "no special knowledge. You can start at any time, since coming to "
                    "a meeting is all it takes.</p>"
                    "<p>If sitting in a room is not for you, join us at a street "
                    "action or another event. Or bring a skill: someone who can help "
                    "to organise an event, or to develop this site, is as welcome as "
                    "someone who can hold a banner.</p>"
                ),
            ),
            ("heading", "What shall we talk about next?"),
            (
                "paragraph",
                (
                    "<p>Tell us. Leave a comment below and tick “Suggest this as a "
                    "topic for a meeting”. Others can support your suggestion, and "
                    "when we plan a meeting we look at what people have asked for. "
                    '<a href="/blog/how-to-comment/">How to comment</a> explains the '
                    'rest, and <a href="/blog/what-we-campaign-for/">What we campaign '
                    "for</a> may give you ideas.</p>"
                ),
            ),
            (
                "call_to_action",
                {
                    "text": (
                        "Is there anything you would like to know before you come? Ask "
                        "us."
                    ),
                    "label": "Write to amnestyseoul@gmail.com",
                    "link": "mailto:amnestyseoul@gmail.com",
                },
            ),
        ],
    },
    {
        "title": "How to comment, and how to suggest a topic",
        "slug": "how-to-comment",
        "date": date(2026, 11, 9),
        "summary": (
            "You need no account and may use any name. We never show your e-mail "
            "address and keep no IP address. One tick turns a comment into a "
            "suggestion for a meeting."
        ),
        "tags": ["discussion", "privacy", "taking part"],
        "cover": "discussion.webp",
        "cover_description": "Four speech bubbles around one small candle, each lit on the side that faces it",
        "body": [
            (
                "paragraph",
                (
                    "<p>Some of the people we most want to hear from have good reason "
                    "to be careful about what they write, and where. The discussion on "
                    "this site is made with them in mind.</p>"
                ),
            ),
            ("heading", "Writing a comment"),
            (
                "paragraph",
                (
                    "<p>You need no account, here or with any other company. Give a "
                    "name, any name, and an e-mail address, which we never show. Then "
                    "write.</p>"
                    "<ol>"
                    "<li>The first time, we send you a mail with one link. It opens a "
                    "page that shows your comment and a button. Press the button to "
                    "confirm it. If you do not, the comment is deleted after seven "
                    "days.</li>"
                    "<li>Your first comment then waits for a moderator. We read every "
                    "one, and a mail tells you when it is up. Later ones normally "
                    "appear at once.</li>"
                    "<li>Tick “Remember me on this browser”, and we do not ask you to "
                    "confirm there again. You can then also support a suggestion, "
                    "report a comment, edit your own for 15 minutes, and delete it "
                    "whenever you like. Without the tick, we ask again the next "
                    "time.</li>"
                    "</ol>"
                    "<p>Tick “Tell me about replies” if you want a mail when someone "
                    "answers. Every such mail has a link to stop them.</p>"
                ),
            ),
            ("heading", "Suggesting a topic"),
            (
                "paragraph",
                (
                    "<p>Tick “Suggest this as a topic for a meeting” and say what you "
                    "would like us to take up, and why. Your suggestion joins the list "
                    "of topics on this site, where others can support it. If it "
                    'becomes <a href="/blog/welcome/">a meeting</a>, the two are '
                    "linked.</p>"
                ),
            ),
            ("heading", "How to write it"),
            (
                "paragraph",
                (
                    "<p>You have 3,000 characters. Plain text is fine. If you know "
                    "Markdown, its safe part works:</p>"
                    "<ul>"
                    "<li>an empty line starts a new paragraph;</li>"
                    "<li>*one star* makes <i>italics</i>, **two stars** make "
                    "<b>bold</b>;</li>"
                    "<li>[words](https://www.un.org/) make a link;</li>"
                    "<li>a line that begins with &gt; is a quotation, one that begins "
                    "with a hyphen an item of a list;</li>"
                    "<li>`backticks` mark code.</li>"
                    "</ul>"
                ),
            ),
            ("heading", "What we do not keep"),
            (
                "paragraph",
                (
                    "<p>We keep no IP address with a comment. No third party is "
                    "involved: our pages load nothing from any other site by "
                    "themselves. You can read and write here over Tor and without "
                    "JavaScript.</p>"
                ),
            ),
            ("heading", "What is not welcome"),
            (
                "paragraph",
                (
                    "<p>Disagreement is welcome. Hatred, threats, insults and "
                    "advertising are not, and neither is anything that could put a "
                    "person at risk, such as a name, a place or a picture that they "
                    "did not choose to make public. Moderators remove such comments, "
                    "and a report helps us to find them.</p>"
                ),
            ),
        ],
    },
    {
        "title": "What we campaign for",
        "slug": "what-we-campaign-for",
        "date": date(2026, 11, 16),
        "summary": (
            "From a letter for one prisoner to campaigns that last for years: what "
            "Amnesty International stands for, and what G48 has taken up in Korea."
        ),
        "tags": ["campaigns", "human rights"],
        "cover": "campaigns.webp",
        "cover_description": "A pen above an envelope; where its point touches, a strand of barbed wire is cut",
        "body": [
            (
                "paragraph",
                (
                    "<p>On 10 December 1948 the United Nations adopted the "
                    '<a href="https://www.un.org/">Universal Declaration of Human '
                    "Rights</a>. Amnesty’s aim can be put in one sentence: that every "
                    "person should enjoy every right in it.</p>"
                ),
            ),
            ("heading", "One person at a time"),
            (
                "paragraph",
                (
                    "<p>Amnesty’s work begins with individuals: people in prison for "
                    "their beliefs or identity, people who are tortured or have had no "
                    "fair trial, and people in danger because they defend the rights "
                    "of others. That is why so much of what we do begins with a "
                    "name.</p>"
                ),
            ),
            ("heading", "Campaigns that last for years"),
            (
                "paragraph",
                (
                    "<p>Some abuses do not end with one case. When our first web site "
                    "was written, about 2010, these were Amnesty’s long-term "
                    "campaigns:</p>"
                    "<ul>"
                    "<li><b>Control Arms</b> called on governments everywhere to bring "
                    "arms sales under control, so that weapons no longer reach those "
                    "who abuse human rights.</li>"
                    "<li><b>Stop Violence Against Women</b>, launched around the world "
                    "in March 2004, opposed it in war and in peacetime, in the home "
                    "and on the street.</li>"
                    "<li><b>Business and Human Rights</b>.</li>"
                    "<li><b>Refugees and Asylum Seekers</b>.</li>"
                    "<li><b>The Death Penalty</b> and <b>Torture</b>.</li>"
                    "</ul>"
                    "<p>In 2013 the United Nations adopted a treaty on the trade in "
                    "arms. The other questions have not gone away.</p>"
                ),
            ),
            ("heading", "What G48 has done"),
            (
                "paragraph",
                (
                    "<p>In its first years the group wrote letters to foreign "
                    "governments, worked against the death penalty and violence "
                    "against women, and staged street campaigns and collected "
                    "signatures against Korea’s National Security Law. It visited "
                    "Sharing House and orphanages.</p>"
                    "<p>By about 2010 the list was longer: the rights of migrant "
                    "workers; political and social freedoms in countries such as Burma "
                    "(Myanmar) and Iran; an end to violence in the Occupied "
                    "Territories and Israel; the human rights of LGBT people, with "
                    "whom it marched in solidarity; justice for survivors of sexual "
                    'slavery. <a href="/history/">Our history</a> tells who was behind '
                    "it.</p>"
                ),
            ),
            ("heading", "How it is done"),
            (
                "paragraph",
                (
                    "<p>Mostly with patience. We press governments to protect people "
                    "and to respect their rights:</p>"
                    "<ul>"
                    "<li>by writing to officials;</li>"
                    "<li>by getting letters and stories into newspapers;</li>"
                    "<li>by asking friends and passers-by to sign petitions;</li>"
                    "<li>by raising money for research and campaigns;</li>"
                    "<li>by holding events at which people learn what is going on.</li>"
                    "</ul>"
                    "<p>None of this needs experience. Come to "
                    '<a href="/blog/welcome/">a meeting</a>, or to a street action.</p>'
                ),
            ),
            (
                "call_to_action",
                {
                    "text": (
                        "What is missing here? Leave a comment and suggest it as a "
                        "topic for a meeting."
                    ),
                    "label": "How to suggest a topic",
                    "link": "/blog/how-to-comment/",
                },
            ),
        ],
    },
]

SETTINGS = {
    "contact_email": "amnestyseoul@gmail.com",
    "footer": (
        "<p>Amnesty G48 is an official chapter of Amnesty International Korea for "
        "speakers of English, in Seoul. Volunteers write this site; opinions in "
        "comments are their writers’ own.</p>"
    ),
    "social_links": [],
}
