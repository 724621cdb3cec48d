"""The words of functions: in which line of work does a title or a skill lie?

One table, tried in order at each word of the folded text, like the lexicon of rank
(:mod:`netanalysis.titles.level_lexicon`): "product marketing" stands above "product", so
it is marketing and not both. A title may name several functions. English, German, French
and Spanish; skills as LinkedIn lists them ("Python", "Negotiation").
"""

from __future__ import annotations

from typing import Final

FUNCTIONS: Final = (
    "engineering",
    "information technology",
    "data",
    "security",
    "product",
    "design",
    "research",
    "sales",
    "marketing",
    "communications",
    "support",
    "finance",
    "legal",
    "people",
    "operations",
    "supply chain",
    "project management",
    "consulting",
    "education",
    "healthcare",
    "administration",
    "general management",
)
"""The closed list of functions: what :func:`netanalysis.titles.functions` can return."""

PATTERNS: Final[tuple[tuple[str, str, str], ...]] = (
    # function, words or phrases, endings of compounds
    # -- phrases in which a word does not mean what it means alone ----------------------
    (
        "",
        r"vice ?president\w*|vize ?präsident\w*|data ?cent(?:er|re)s?|law enforcement"
        r"|technical writ\w*|business partner"
        r"|(?:make|making|get|getting|do|doing|let|love) it|it (?:is|s|happen|all|up)",
        "",
    ),
    ("marketing", r"(?:product|produkt|sales|design) marketing", ""),
    (
        "people",
        r"people (?:culture|\+ culture|operations|ops|partner|management|development)"
        r"|human (?:resources?|capital)|ressources humaines|recursos humanos|talent\w*"
        r"|hr|hrbp|rh|drh|chro"
        r"|recruit\w*|recrut\w*|reclut\w*|headhunt\w*|payroll|compensation|employer branding|people"
        r"|staffing|sourcer|organi[sz]ational development|learning \+ development|onboarding",
        r"personal(?:er|wesen|leiter|leiterin|leitung|referent|referentin|entwicklung"
        r"|abteilung|management|managerin|manager)",
    ),
    (
        "security",
        r"(?:cyber|information|it|network|application|cloud|data|physical|corporate) ?security"
        r"|security|cybersecurity|ciso|infosec|penetration test\w*|cryptograph\w*"
        r"|ciberseguridad|cybersécurité|sicherheit|informationssicherheit",
        "",
    ),
    (
        "support",
        r"(?:customer|client|technical|product|it|user) (?:support|service|services|success|care"
        r"|experience|relations?)|customer\w*success|support|help ?desk|call ?cent(?:er|re)"
        r"|service ?desk|csm|kundendienst|kundenservice|relation client|service client"
        r"|atención al cliente|soporte",
        r"kundenbetreu(?:er|erin|ung)|kundendienst",
    ),
    (
        "sales",
        r"sales|business development|account (?:executive|manag\w+|director)|key account|pre ?sales"
        r"|commercial\w*|ventes?|vendeu\w*|ventas|vendedor\w*|comercial|vertriebs?\w*|bdr|sdr"
        r"|revenues?|partnerships?|channel|biz ?dev|business dev|bd|cro"
        r"|négociation|negotiation|sell\w*|développement commercial|crm|außendienst|verkaufs?\w*",
        r"vertrieb|verkauf|verkäufer|verkäuferin|außendienst|innendienst"
        r"|(?:vertriebs|verkaufs)(?:leit|manag|mitarbeit|assist|innen|außen)\w*",
    ),
    (
        "marketing",
        r"marketing\w*|mar(?:com|keter)s?|brand\w*|advertis\w*|seo|sem|growth|demand generation"
        r"|publicité|publicidad|mercadotecnia|mercadeo|cmo|e ?commerce|campaigns?|lead generation"
        r"|werbe?\w*|social media|market(?:s|ing)? research|marché|loyalty|merchandis\w*",
        r"marketing|werbung",
    ),
    (
        "communications",
        r"communications?|kommunikations?\w*|comunicación|public (?:relations|affairs)|pr|press"
        r"|presse\w*|prensa|journalis\w*|periodist\w*|redakt\w*|rédact\w*|editor\w*|editing|media"
        r"|copywrit\w*|writer|writing|publicist|spokes\w+|öffentlichkeitsarbeit|public speaking"
        r"|investor relations|content|événementiel|events?|exhibitions?|messe\w*"
        r"|translat\w*|traduct\w*",
        r"kommunikation|redakteur|redakteurin|übersetzer|übersetzerin",
    ),
    (
        "data",
        r"data|daten\w*|données|datos|analytics|analytique|analítica|business intelligence|bi|cdo"
        r"|machine learning|deep learning|artificial intelligence|ai|ml|nlp|computer vision"
        r"|statisti\w*|big data"
        r"|sql|tableau|power bi|pandas|tensorflow|pytorch|data\w*|quantitative analysis|datamining",
        "",
    ),
    (
        "product",
        r"product (?:manage\w*|owner|director|lead|strategy|development|officer|ownership)"
        r"|products?|chief product|cpo|produkt\w*|produits?|producto|product ?manager|roadmap",
        r"produktmanag(?:er|erin|ement)|produktentwicklung",
    ),
    (
        "design",
        r"design(?:er|ers|ing|s)?|ux|ui|user experience|art director|creative|kreativ\w*|diseño"
        r"|diseñador\w*"
        r"|graphis\w*|graphic\w*|grafik\w*|illustrat\w*|photoshop|figma|animator|animation"
        r"|architecte"
        r"|concept\w* visuel|gestalt\w*|directeur artistique|photograph\w*",
        r"designer(?:in)?|gestalter(?:in)?",
    ),
    (
        "information technology",
        r"it|edv|informati[ck]\w*|information (?:technology|systems?)|système d information|dsi|cio"
        r"|(?:system|systems|network|database|sap|salesforce) admin\w*|sysadmin\w*|infrastructure"
        r"|cloud|networks?|sap|salesforce|erp|helpdesk|tecnologías? de la información"
        r"|telecom\w*|itil"
        r"|aws|azure|linux|windows|sistemas|system integrat\w*",
        r"informatiker(?:in)?|systemadministrator(?:in)?",
    ),
    (
        "engineering",
        r"engineering|engineers?|software|develop(?:er|ers)|devops|programm\w*|coder|full ?stack"
        r"|back ?end|front ?end|cto|technology|technical|technik\w*|techni(?:cian|que|cien\w*)"
        r"|ingénie\w*|ingenier\w*|ingenieur\w*|développeu\w*|desarrollador\w*|entwickl(?:er|erin)"
        r"|metallurg\w*|mechanic\w*|mechani\w*|electrical|electronic\w*|elektr\w*|firmware|embedded|robotics"
        r"|qa|quality assurance|tester|testing|web development|python|java|javascript|react|cpp"
        r"|kubernetes|docker|git|rust|golang|typescript|html|css|civil works|architect(?:ure)?"
        r"|software\w*|hardware|rnd engineer",
        r"ingenieur(?:in)?|software ?entwickl(?:er|erin|ung)|techniker(?:in)?|entwickler(?:in)?"
        r"|engineer",
    ),
    (
        "finance",
        r"financ\w*|finanz\w*|account(?:ing|ants?|s payable|s receivable)|cfo|controll(?:er|ing)"
        r"|contrôle\w* de gestion|audit\w*|tax|taxes|taxation|steuer(?:n|berat\w*|recht"
        r"|fach\w*)?|treasur\w*|bank\w*|invest(?:ment|ments"
        r"|or|ors|ing|issement)|buchhalt\w*|comptab\w*|contab\w*|contador\w*|wirtschaftsprüf\w*|bookkeep\w*|trad(?:er"
        r"|ing)|fund|funds|private equity|venture capital|vc|mna|mergers|underwrit\w*|actuar\w*"
        r"|econom(?:ist|ics)|credit|insurance|versicherung\w*|assurances?|seguros|daf|wealth"
        r"|valuation"
        r"|equity|risk management|asset management|portfolio manage\w*|financial modell?ing",
        r"buchhalt(?:er|erin|ung)|controller(?:in)?",
    ),
    (
        "legal",
        r"legal|law|lawyers?|attorneys?|counsel|paralegal|solicitor|barrister|jurist\w*|juridi\w*"
        r"|jurídic\w*|avocate?|abogad\w*|recht|rechts\w*|compliance|contracts?|notar\w*|judge"
        r"|regulatory|intellectual property|patents?|litigation|gdpr|datenschutz\w*|privacy|droit",
        r"anwalt|anwältin|recht",
    ),
    (
        "project management",
        r"(?:project|program|programme) (?:manage\w*|lead\w*|director|coordinat\w*|office|planning)"
        r"|pmo|pmp|scrum\w*|agile\w*|chef(?:fe)? de projets?|jef[ea] de proyectos?|projekt\w*"
        r"|gestión de proyectos|gestion de projets?|prince2|project|programme? manager",
        r"projekt(?:leiter|leiterin|leitung|manager|managerin|management)",
    ),
    (
        "supply chain",
        r"supply chain|procurement|purchas\w*|buyer|logisti\w*|warehous\w*|lager\w*|sourcing"
        r"|einkauf\w*|einkäuf\w*|achats?|acheteu\w*|compras|beschaffung\w*|inventory|transport\w*"
        r"|freight|shipping|dispon\w*|fleet|distribution",
        r"logistik\w*|einkauf|einkäufer|einkäuferin",
    ),
    (
        "operations",
        r"operations?|operational|coo|ops|opérations?|operaciones|manufactur\w*|production|plant"
        r"|produktions?\w*|fertigung\w*|factory|usine|fabrik\w*|betriebs(?:leit|führ|techni)\w*"
        r"|lean|six sigma|auftrags\w*"
        r"|process\w*|prozess\w*|quality|qualité|calidad|qualitäts?\w*|facilit(?:y|ies)|maintenance"
        r"|instandhaltung\w*|business operations|producción|continuous improvement",
        r"produktion|fertigung|betriebsleiter(?:in)?",
    ),
    (
        "consulting",
        r"consult\w*|berat(?:er|erin|ung)|unternehmensberat\w*|conseil|asesor\w*|consejería"
        r"|advisory"
        r"|advis[eo]rs?",
        r"berater(?:in)?|beratung|consultant|consulting",
    ),
    (
        "healthcare",
        r"health\w*|medical|medicine|clinic\w*|klini\w*|hospitals?|nurs(?:e|es|ing)|physician"
        r"|doctors?|médec\w*"
        r"|médic[oa]|pharma\w*|dent(?:al|ist)\w*|patients?|surg(?:eon|eons|ery|ical)|therap\w*"
        r"|kranken\w*|pflege\w*"
        r"|infirmi\w*|enfermer\w*|salud|santé|gesundheit\w*|apotheke\w*|veterinar\w*|epidemiolog\w*"
        r"|psycholog\w*|cardiolog\w*|oncolog\w*|radiolog\w*|paramedic|biotech\w*",
        r"arzt|ärztin|pfleger(?:in)?|therapeut(?:in)?",
    ),
    (
        "research",
        r"research\w*|scientists?|rnd|fne|recherche|chercheu\w*|investigación|investigador\w*"
        r"|forsch\w*|wissenschaft\w*|laborator\w*|lab|postdoc\w*|innovation|phd|ph d|doctoral"
        r"|doctorant\w*|doktorand\w*|physicist|chemist\w*|biolog\w*",
        r"forscher(?:in)?|forschung|wissenschaftler(?:in)?",
    ),
    (
        "education",
        r"educat\w*|teach\w*|lehr(?:er|erin|kraft|amt)|lectur\w*|dozent\w*|profess(?:or|orin"
        r"|eur|eure)"
        r"|profesora?|enseign\w*|faculty|school|schul\w*|école|escuela|universit\w*|academ\w*|dean"
        r"|train(?:er|erin|ing)|instruct\w*|tutor\w*|curriculum|dekan\w*|rektor\w*|provost"
        r"|formation|formateur|formatrice|formación|coaching|ausbild\w*|weiterbildung\w*"
        r"|bildung\w*",
        r"lehrer(?:in)?|trainer(?:in)?",
    ),
    (
        "administration",
        r"administrat(?:ive|ion|if)|office manage\w*|secretar(?:y|ial|io|ia)|secrétaire\w*"
        r"|executive assistant|personal assistant|assistente? de direction|receptionist|clerk"
        r"|assistante? de direction|verwaltung\w*|administrativ[oa]|bürokauf\w*|büro\w*|data entry",
        r"sekretär(?:in)?|sekretariat|verwaltung|sachbearbeiter(?:in)?",
    ),
    (
        "general management",
        r"ceo|chief executive\w*|general manage\w*|gm|managing (?:director|partner)|president[ea]?"
        r"|(?:co ?)?founders?|(?:co ?)?owners?|entrepreneur\w*|executive director|chairman"
        r"|geschäfts?füh\w*|vorst[aä]nd\w*|inhaber(?:in)?|gründer(?:in)?|unternehmer\w*|pdg"
        r"|direct(?:eur|rice) générale?|directora? general|gérante?|gerente general|strategy"
        r"|fondat(?:eur|rice)|fundadora?|geschäftsleit\w*|consejer[oa] delegad[oa]|country manager"
        r"|leadership|strategic planning|chairwoman",
        "",
    ),
)
"""Function, words and phrases, endings of compounds. The empty function takes words away."""
