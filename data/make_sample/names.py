"""Pools the cast is drawn from: names of several cultures, invented companies, titles."""

from __future__ import annotations

from typing import Final

POOLS: Final = {
    "nordic": (
        "Astrid Bjørn Signe Eirik Ronja Håkon Tuva Sindre Freja Anders Liv Joakim Maiken Torben",
        "Aasgård Bergstad Dalby Fossheim Grønnevik Hegdal Ljungqvist Myrvold Nystuen Ravnsborg "
        "Skogmo Tveiten Vestergaard Ødegaard",
    ),
    "iberian": (
        "Beatriz Joaquín Inés Mateo Catarina Álvaro Lourdes Tomás Pilar Gonçalo Marisol Íñigo",
        "Arrizabalaga Belmonte Carvalhal Domínguez Echeverri Figueiredo Gallardo Ibáñez Lacerda "
        "Montalvo Noronha Peñalver Quintanilla Saldanha",
    ),
    "indian": (
        "Aditi Rohan Kavya Siddharth Meera Arvind Nandini Varun Lakshmi Devika Karthik Ishaan",
        "Bhattacharjee Chaudhuri Deshmukh Gokhale Iyengar Joshipura Kulkarni Mahajan Nambiar "
        "Padmanabhan Ranganathan Sahasrabudhe Tendulwar Venkatesan",
    ),
    "african": (
        "Abena Tendai Ngozi Sipho Makena Olufemi Zanele Kofi Wanjiru Babajide Thandiwe Yaw",
        "Adeyinka Boateng Chukwuma Dlamini Ekwueme Gakuru Kiprotich Mwangale Ndlovu Ogunbanjo "
        "Owusu Sithole Tshabangu Wambui",
    ),
    "east": (
        "Ayumi Jiaqi Minseo Kenta Xiaoming Haruka Jisoo Wenhao Naoki Yuxin Seojun Tadashi",
        "Arakawa Baek Cheung Fujimori Hwang Ishiguro Kitagawa Liang Morinaga Namkung Onodera "
        "Sakamoto Tseng Xiong",
    ),
    "slavic": (
        "Agnieszka Zdeněk Milica Bogdan Katarzyna Ondřej Jelena Wojciech Lenka Dragan Halina Radek",
        "Błaszczak Cvetković Dvořáček Gawroński Horáková Jaworski Kučera Mazurek Novotná "
        "Pospíšil Radulović Stankiewicz Tomašević Wróblewski",
    ),
    "arabic": (
        "Samira Tariq Dalia Youssef Rania Karim Hiba Nabil Zeinab Faisal Maysoon Idris",
        "Abdelnour Bouzidi Chahine Darwich El-Masri Fakhoury Ghannam Jabbour Khalidi Mansouri "
        "Nasrallah Qasimi Sabbagh Zaydan",
    ),
    "german": (
        "Annegret Jürgen Heike Matthias Ulrike Björn Sabine Volker Wiebke Götz Friederike Lothar",
        "Achenbach Bäumler Dörflinger Eichstädt Grünhagen Hollweg Kesselring Lüdemann "
        "Niederhauser Pfannkuch Rüdiger Schönfelder Tannhoff Wüstenberg",
    ),
    "anglo": (
        "Harriet Duncan Philippa Alasdair Rosemary Desmond Bronwyn Callum Imogen Rhys Tabitha",
        "Ashdown Braithwaite Carmody Dunstable Etherington Fairweather Gallowglass Hathersage "
        "Lockridge Merriweather Pemberlow Rowntree Thistlewood Wetherell",
    ),
    "french": (
        "Élodie Thibault Mathilde Gaëtan Solène Bastien Océane Corentin Apolline Rémi Clothilde",
        "Auberville Beaurepaire Chastagnier Desrochers Fauconnet Grandmaison Lacombière Montreuil "
        "Préfontaine Roussillon Talbotier Vauquelin",
    ),
}

# key: (company on LinkedIn, mail domain, zone, address pattern)
ORGS: Final = {
    "quillmere": ("Quillmere Systems", "quillmere.example", "cet", "first.last"),
    "tarnbeck": ("Tarnbeck Software", "tarnbeck.example", "cet", "first.last"),
    "velmond": ("Velmond Data", "velmond.example", "gmt", "first.last"),
    "halden": ("Halden Robotics", "halden-robotics.example", "cet", "flast"),
    "brindlecove": ("Brindlecove Bank", "brindlecove.example", "gmt", "first.last"),
    "sorrelgate": ("Sorrelgate Health", "sorrelgate.example", "est", "flast"),
    "astervane": ("Astervane Energy", "astervane.example", "cet", "first.last"),
    "pellworth": ("Pellworth Logistics", "pellworth.example", "gmt", "first_last"),
    "tessarine": ("Tessarine Retail", "tessarine.example", "jst", "first.last"),
    "mirrabeck": ("Mirrabeck University", "mirrabeck-uni.example", "cet", "last"),
    "dunmarrow": ("Dunmarrow Media", "dunmarrow.example", "est", "first.last"),
    "lumenfold": ("Lumenfold Ventures", "lumenfold.example", "ist", "first"),
    "jasperoak": ("Jasperoak Consulting", "jasperoak.example", "cet", "first.last"),
    "oakhollow": ("Oakhollow Events", "oakhollow.example", "gmt", "first.last"),
}

COMPANY_SPELLINGS: Final = {
    "halden": "Halden Robotics AS",
    "brindlecove": "Brindlecove Bank plc",
    "sorrelgate": "Sorrelgate Health, Inc.",
    "astervane": "ASTERVANE ENERGY",
    "tessarine": "Tessarine Retail K.K.",
    "tarnbeck": "Tarnbeck Software GmbH",
}

SMALL_COMPANIES: Final = (
    "Wickenmoor Foods,Bluesedge Marine,Corvenham Print,Dovestile Textiles,Elmsgarth Travel,"
    "Fennimarsh Games,Garrowmill Tools,Hexenbrook Studio,Inchwater Pumps,Jorvane Optics,"
    "Kettlerigg Coffee,Larkenfell Design,Mossquay Insurance,Netherlowe Legal,Orrinbeck Labs,"
    "Plumstrand Homes,Quernside Bakery,Rookhallow Press,Saltermere Shipping,Thrushgill Energy,"
    "Umberlea Schools,Vennacombe Wines,Wraysholm Security,Yarrowdene Clinics,Zellerby Bikes"
).split(",")

# text, function, level as the documented ladder reads it
PLAIN_TITLES: Final = (
    ("Software Engineer", "engineering", 2),
    ("Senior Software Engineer", "engineering", 3),
    ("Site Reliability Engineer", "engineering", 2),
    ("QA Engineer", "engineering", 2),
    ("Tech Lead", "engineering", 4),
    ("Engineering Manager", "engineering", 4),
    ("Principal Engineer", "engineering", 4),
    ("Junior Developer", "engineering", 1),
    ("Softwareentwicklerin", "engineering", 2),
    ("Product Manager", "product", 4),
    ("Senior Product Manager", "product", 4),
    ("Product Designer", "design", 2),
    ("UX Researcher", "design", 2),
    ("Data Engineer", "data", 2),
    ("Data Analyst", "data", 2),
    ("Senior Data Scientist", "data", 3),
    ("Analytics Manager", "data", 4),
    ("Sales Manager", "sales", 4),
    ("Customer Success Manager", "sales", 4),
    ("Marketing Manager", "marketing", 4),
    ("Recruiter", "people", 2),
    ("Financial Analyst", "finance", 2),
    ("Legal Counsel", "legal", 3),
    ("Operations Manager", "operations", 4),
    ("Project Manager", "operations", 4),
    ("Supply Chain Planner", "operations", 2),
    ("Business Analyst", "operations", 2),
    ("Assistant to the CEO", "operations", 1),
    ("Consultant", "consulting", 2),
    ("Werkstudent Entwicklung", "engineering", 0),
    ("Ingénieure logiciel senior", "engineering", 3),
)

SENIOR_TITLES: Final = (
    ("Head of Sales", "sales", 5),
    ("VP Sales", "sales", 6),
    ("Marketing Director", "marketing", 5),
    ("Chief Financial Officer", "finance", 7),
    ("General Counsel", "legal", 3),
    ("Director of Operations", "operations", 5),
    ("Founder", "general", 7),
    ("Founder & CEO", "general", 7),
    ("Chief Marketing Officer", "marketing", 7),
    ("Managing Director", "general", 6),
    ("Leiter Softwareentwicklung", "engineering", 5),
    ("Director of Engineering", "engineering", 5),
    ("SVP & Director", "general", 6),
)

# only for people who are never, or no longer, in touch
QUIET_SENIOR_TITLES: Final = (
    ("Director of Data Science", "data", 5),
    ("Head of Product", "product", 5),
    ("VP Analytics", "data", 6),
    ("Director, Product Management", "product", 5),
)

UNKNOWN_TITLES: Final = (
    "🚀 making data fly",
    "Ninja 🥷",
    "somewhere between coffee and code",
    "dad jokes, on time and under budget",
    "–",
    "Open to new adventures ✨",
    "ask me about sourdough 🍞",
    "Human",
    "",
    "",
)
