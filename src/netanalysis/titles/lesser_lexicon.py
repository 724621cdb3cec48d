"""The first part of the lexicon of rank: words that take something away from a rank.

Roles of somebody else or of another time, people who learn, deputies and assistants. They
stand before the ranks themselves (``level_lexicon``), so that "Assistant to the CEO" is an
assistant. How entries work is explained there, how patterns are written in ``lexicon``.
"""

from __future__ import annotations

from typing import Final

from netanalysis.titles.lexicon import Entry

HEAD_OF_FIRM: Final = r"geschäfts?füh\w*|gf|vorst[aä]nd(?!smitarb)\w*"
OF_STATE: Final = (
    r"of (?:state|defen[cs]e|commerce|energy|education|labor|agriculture|transportation|health"
    r"|homeland|the (?:treasury|interior|navy|army))"
)
_TOP: Final = (
    r"(?:c[eftoimpsd]o|chief|president|chair\w*|director|directeur|board|s?vp|evp|head|founder"
    r"|vice president|managing|minister|partner|executive|manager|general|senior|leadership)"
)
OF_PARTNERS: Final = (
    r"(?:(?:business|channel|account|sales|program) )*(?:manage\w*|market\w*|sales"
    r"|develop\w*|relation\w*|program\w*|success|account|enablement|operations|solutions?"
    r"|engineer\w*|ecosystem\w*|network|channel|support|technical|experience|consultant)"
)
"""What stands behind "partner" where partners of the firm are meant, not a rank."""
_AIDE: Final = (
    r"(?:(?:executive|personal|management|administrative|team) )?"
    r"(?:assistan(?:t|te|tin)|assisten(?:t|tin|z)|asistente|pa|ea|sekretär(?:in)?"
    rf"|secretary(?! {OF_STATE}))"
)
_DEPUTY_DE: Final = r"(?:stellv\w*|stv|vize)"
NOT_THIS_ROLE: Final = (
    Entry(
        "a former role",
        None,
        0.0,
        r"(?:ex(?! (?:officio|post))|former|formerly|past|previous|previously|retired|ehemal\w*"
        r"|früher\w*|ancien|ancienne|antigu[oa]|ex(?:ceo|director|presidente?)|pensionier\w*"
        r"|retraitée?|jubilad[oa])(?: [^|]*|$)"
        r"|[^|]+?(?: \|)? (?:retired|emerit\w*|im ruhestand|a d)(?= \||$)",
        effect="void",
    ),
    Entry(
        "a role wished for",
        None,
        0.0,
        r"(?:aspiring|future|wannabe|angehende[rn]?|prospective|seeking|looking for|open to"
        r"|auf der suche|en recherche)(?: [^|]*|$)",
        effect="void",
    ),
    Entry(
        "adviser to somebody",
        3,
        0.6,
        r"(?:adviser|advisor|coach|mentor|consultant|counsel|berater(?:in)?) (?:to|for|of|für) "
        rf"(?:the )?(?:\w+ ){{0,2}}{_TOP}s?(?: [^|]*)?",
        effect="void",
    ),
    Entry("chief of staff", 5, 0.7, r"(?:deputy )?chief of staff(?: to [^|]*)?", effect="void"),
    Entry(
        "assistant to somebody",
        1,
        0.9,
        rf"{_AIDE} (?:to|for|of|der|des|dem|von|vom|für|du|de la|del) [^|]*"
        r"|(?:executive|personal|management) assistant \| (?:office of )?(?:the )?"
        rf"(?:senior )?{_TOP}(?: \w+ officer| director)?",
        effect="void",
    ),
    Entry(
        "somebody else's office",
        None,
        0.0,
        r"office of the [^|]*|to the [^|+]*|report(?:s|ing) to [^|]*"
        rf"|(?:for|to|with|helping|supporting|serving) (?:the )?{_TOP}s?"
        r"|(?:c[eftoim]o|president|chairman)s? (?:office|staff|advisory|services|group|forum|club"
        r"|organi[sz]ation|magazine|coach|whisperer|search|communications?)|chairs office",
        effect="void",
    ),
    Entry("the employer's name", None, 0.0, r"(?:at|bei|beim|chez)(?: [^|+]*|$)", effect="void"),
    Entry(
        "words of rank used otherwise",
        None,
        0.0,
        r"lead gen\w*|lead (?:management|nurturing|scoring|acquisition|qualification)|leads|lead to"
        r"|head (?:office|quarters?|hunt\w*)|student (?:affairs|services?|success|life|recruitment"
        r"|support|housing|relations|engagement|experience|counsell?or|advisor|union|government"
        r"|council|activities|loans?|finance)|intern(?:ship)? (?:program\w*|coordinator|recruit\w*)"
        r"|board (?:game|room|support)|owners? rep\w*|of students"
        rf"|partner(?= {OF_PARTNERS})"
        r"|executive(?= (?:search|education|mba|coach\w*|recruit\w*|briefing|compensation"
        r"|protection|communications?))",
        r"(?:halb|beg)leiter(?:in)?",
        effect="void",
    ),
)

LEARNING: Final = (
    Entry(
        "intern or student",
        0,
        0.9,
        r"interns?|internships?|trainees?|traineeship|students?|studentin|studierende\w*"
        r"|undergraduate|work placement|werkstudent\w*|azubi\w*|auszubildende\w*|lehrling"
        r"|volontär\w*|referendar\w*|apprentice\w*|apprentie?|stagiaires?|alternante?"
        r"|étudiante?|becari[oa]"
        r"|practicante|pasante|estudiante|aprendiz|doktorand\w*|doctorante?|doctorand[oa]"
        r"|diplomand\w*|masterand\w*|(?:phd|ph d|doctoral|mba|jd|masters?|bachelors?|msc|bsc)"
        r" (?:candidate|student)|(?:freshman|sophomore|junior|senior)(?: student)? at (?:\w+ )*"
        r"(?:university|college|school)|(?:manager|management|executive) (?:trainee|in training)",
        r"praktik(?:ant|um)(?:in|en)?",
        effect="lowers",
    ),
)

DEPUTIES: Final = (
    Entry(
        "assistant or associate vice president",
        4,
        0.4,
        r"(?:assistant|asst|associate|assoc) (?:vice ?presiden\w+|vp)|avp",
    ),
    Entry(
        "deputy of the top",
        6,
        0.6,
        rf"deputy president|(?:deputy|vice|{_DEPUTY_DE}) (?:\w+ )?(?:c[eftoimprsd]o"
        rf"|chief \w+ officer|chief executive|chair(?:man|woman|person)?|{HEAD_OF_FIRM}"
        r"|vorsitzende\w*|chancellor)(?: of [^|+]*board)?|konrektor(?:in)?"
        r"|(?:assistant|associate) vice chancellor|(?:vice )?provost"
        r"|direct(?:eur|rice) générale? adjointe?|directora? general adjunt[oa]",
    ),
    Entry(
        "deputy, assistant or associate director",
        5,
        0.6,
        r"(?:deputy|assistant|asst|associate|assoc|vice) (?:\w+ ){0,2}?(?:director|dean|head)"
        rf"|{_DEPUTY_DE} (?:\w+ )?\w*(?:leiter(?:in)?|leitung|direktor(?:in)?)|prodekan(?:in)?"
        r"|(?:directeur|directrice|director|directora|responsable|jefe|jefa) adj[ou]\w*"
        r"|subdirectora?|(?:under|deputy|assistant) secretary(?: of \w+)?",
    ),
    Entry(
        "deputy of somebody",
        5,
        0.5,
        r"adjointe? (?:au|à la|du|de la?|aux?) [^|]*|adjunt[oa] (?:al?|del?) [^|]*"
        r"|(?:assistant|asst|deputy|associate) general manager",
        effect="void",
    ),
    Entry("associate partner", 5, 0.6, r"(?:associated?|junior) partner"),
    Entry(
        "junior or assistant manager",
        3,
        0.7,
        r"(?:junior|jr|assistant|asst|deputy|associate|trainee) (?:\w+ ){0,3}?(?:mgr"
        rf"|\w*manager(?:in)?)|{_DEPUTY_DE} (?:\w+ )?\w*manager(?:in)?",
    ),
    Entry(
        "professor",
        3,
        0.7,
        r"maître(?:sse)? de conférences"
        r"|(?:(?:assistant|associate|adjunct|visiting|consulting|honorary|full|clinical|research"
        r"|teaching) )*(?:prof|professor(?:in|a)?|professeure?(?! des écoles)|profesora?)",
    ),
    Entry(
        "associate or fellow by profession",
        2,
        0.6,
        r"professeure? des écoles"
        r"|associate (?:counsel|attorney|consultant|editor|scientist|engineer|producer|architect)"
        r"|assistant (?:surgeon|editor|attorney)|(?:research|teaching) (?:associate|fellow)"
        r"|assistenz(?:arzt|ärztin)",
    ),
    Entry(
        "assistant",
        1,
        0.8,
        r"assistan(?:t|te|ts|tin)|asst|asistente?|aide|auxiliar|secrétaire|secretari[oa]"
        rf"|receptionist|secretary(?! (?:general|{OF_STATE}))|clerk|reception|helper|cashier"
        r"|barista|waiter"
        r"|waitress",
        r"assisten(?:t|tin|z|ten)|sekretär(?:in)?|sekretariat|hilfe|hilfskraft",
        effect="lowers",
    ),
    Entry(
        "junior",
        1,
        0.8,
        r"junior\w*|jr|débutante?|entry level"
        r"|graduate(?= (?:engineer|developer|analyst|consultant))",
        effect="lowers",
    ),
    Entry(
        "associate",
        1,
        0.6,
        r"founders? associate"
        r"|associate(?! (?:\w+ )?(?:director|partner|dean|general|principal|manager|head))",
    ),
)
