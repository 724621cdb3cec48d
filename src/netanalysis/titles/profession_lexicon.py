"""Words for what somebody does that say nothing of rank: level 2, a professional.

Only words listed here count; a title without any of them ("Ninja", "Finance & Tactics")
is of unknown level. Written as in the language, see :mod:`netanalysis.titles.lexicon`.
"""

from __future__ import annotations

from typing import Final

from netanalysis.titles.lexicon import Entry

_WORDS: Final = """
coder sysadmin admin webmaster tester devops technicien technicienne técnico técnica inge
ingénieur ingénieure ingeniero ingeniera développeur développeuse desarrollador programmeur
programador informatiker developper
graphiste diseñador illustrator animator artist photographer fotograf filmmaker videographer
musician actor actress producer presenter moderator speaker broadcaster
adviser advisor consulente consultor consultante conseiller conseillère formateur formatrice
spécialiste especialista strategist planner
coordinateur coordinatrice coordinador chargé chargée gestor
rep representative commercial commerciale vendeur vendeuse vendedor comercial seller salesman
salesperson saleswoman buyer acheteur acheteuse comprador merchandiser dealer agent broker
trader banker underwriter adjuster actuary disponent dispatcher realtor estimator surveyor
accountant comptable contador contable bookkeeper auditor controller contrôleur contrôleuse
comptroller economist
researcher chercheur chercheuse investigador postdoc mathematician statistician physicist
chemist chemiker epidemiologist historian archivist librarian bibliothekar curator examiner
editor redacteur rédactrice redactor writer copywriter author autor journalist journaliste
periodista reporter translator traducteur traductrice traductor interpreter übersetzer publicist
recruiter recruteur headhunter generalist executive officer liaison evangelist advocate
scrummaster professional professionnel practitioner
lawyer attorney solicitor barrister paralegal jurist juriste avocat avocate abogado abogada
notary lecturer dozent teacher instructor educator enseignant enseignante tutor
docent doctor physician médecin médico médica dentist pharmacist apotheker therapist
veterinarian paramedic infirmier infirmière enfermero enfermera counsellor counselor
pilot driver operator mechanic electrician carpenter plumber welder machinist inspector
investor investigator contractor freelance freelancer freiberufler fachkraft chef cook koch köchin
ejecutivo ejecutiva notaire teller priest pastor geselle sdr bdr sde swe guide firefighter soldier
"""

_ENDINGS: Final = """
engineer ingenieur developer entwickler programmer programmierer administrator techniker
technician designer gestalter consultant berater coach trainer specialist spezialist planer
coordinator koordinator vertreter kaufmann kauffrau verkäufer einkäufer buchhalter prüfer
wissenschaftler scientist forscher psychologist psychologe psychologin biologist ologist
redakteur texter lehrer pfleger nurse schwester arzt ärztin anwalt anwältin therapeut fahrer
mechaniker elektroniker facharbeiter sprecher beauftragte beauftragter makler
"""

_PHRASES: Final = ("scrum master", "self employed", "social worker")

PROFESSIONS: Final = Entry(
    "a profession",
    2,
    0.7,
    "(?:" + "|".join((*_PHRASES, *_WORDS.split())) + ")(?:s|in|e|a)?",
    "(?:" + "|".join(_ENDINGS.split()) + ")(?:s|in|e)?",
)
"""The last entry of the lexicon of rank. Endings also take an English, German or French end."""
