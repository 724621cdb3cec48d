"""Company names as people write them: folded to a key, and to the set of their words.

Two spellings with one key are one company. Two with the same words in another order are one
company too, which is the second tier. A name within another is never enough: "Delta" is
not "Delta Air Lines".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from netanalysis.identity.folding import fold

# Shorter first words and initials fit many companies.
LEAST_LABEL: Final = 4
LEAST_INITIALS: Final = 3
# Legal forms at the end of a name, without dots, longest first where one ends in another.
LEGAL_FORMS: Final = tuple(
    tuple(form.split())
    for form in (
        # several words
        "sociedad anonima de capital variable,sa de cv,s de rl de cv,sapi de cv,sp z oo,sp z o o,"
        "spolka z oo,spol s ro,s ro,d oo,d o o,s r l,s p a,s a s,s a r l,s a,b v,n v,a s,pty ltd,"
        "pte ltd,pvt ltd,private limited,sdn bhd,co ltd,co kg,limited liability company,"
        "public limited company,public company limited,gmbh co kg,ag co kg,i likvidation,"
        "limited liability partnership,gesellschaft mit beschrankter haftung,societe anonyme,"
        # one word: English-speaking countries, India, Singapore, Malaysia, South Africa
        "inc,incorporated,corp,corporation,co,company,ltd,limited,llc,llp,lp,plc,pllc,pc,lllp,cic,"
        "pty,pvt,pte,bhd,sdn,ulc,"
        # German-speaking countries
        "gmbh,ggmbh,mbh,ag,kg,kgaa,ug,ohg,gbr,ek,se,ev,eg,haftungsbeschrankt,"
        # Romance languages
        "sa,sas,sasu,sarl,sl,slu,sll,srl,srls,spa,snc,scrl,sprl,lda,ltda,eirl,eurl,scop,saic,sac,"
        # Netherlands, Belgium, Nordic countries, Baltic countries
        "bv,nv,vof,cv,bvba,ab,hb,as,asa,aps,ans,oy,oyj,ky,hf,ehf,uab,sia,ou,"
        # Central and Eastern Europe, Greece, Turkey, Israel
        "doo,dd,ad,eood,ood,sro,zrt,kft,nyrt,bt,spzoo,spj,ooo,oao,zao,pao,tov,ae,epe,sti,stii,"
        # Japan, Indonesia, Vietnam
        "kk,gk,tbk,jsc"
    ).split(",")
)
# Legal forms that stand before the name.
_BEFORE: Final = frozenset("pt ooo oao zao pao ao tov firma fa".split())
# Written without a space before or after the name.
_GLUED: Final = (
    *("股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "株式会社", "有限会社"),
    *("合同会社", "주식회사", "(株)", "㈱", "(주)"),
)
# Words that join the parts of a name and are left out as often as not.
_JOINING: Final = frozenset("and und et y e og och".split())
# What people write in the employer field when they have no employer.
NO_COMPANY: Final = frozenset(
    "self employed,selfemployed,self,freelance,freelancer,free lance,confidential,stealth,"
    "stealth startup,stealth mode startup,stealth mode,retired,unemployed,independent,"
    "independent consultant,independent contractor,none,n a,na,various,private,"
    "open to work,looking for opportunities,career break,student,home,"
    "selbstandig,selbststandig,freiberuflich,freiberufler,im ruhestand,rentner,arbeitslos,"
    "independant,a mon compte,auto entrepreneur,retraite,sans emploi,"
    "autonomo,por cuenta propia,trabajador independiente,jubilado,desempleado,"
    "libero professionista,in proprio,pensionato,zelfstandig,zzp,gepensioneerd".split(",")
)
_APOSTROPHES: Final = re.compile(r"['’`´]")
# Dots of an abbreviation ("S.p.A.", "Inc."), not the one in "Booking.com".
_DOTS: Final = re.compile(r"\.(?=\s|,|$|\)|\w\b|\w\.)")
_OTHER: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=100_000)
def company_words(company: str) -> tuple[str, ...]:
    """Return the words of a company name, without case, accents, signs and legal forms."""
    text = unicodedata.normalize("NFKC", company)
    for glued in _GLUED:
        text = text.replace(unicodedata.normalize("NFKC", glued), " ")
    text = _OTHER.sub(" ", _DOTS.sub("", _APOSTROPHES.sub("", text.casefold())))
    words = tuple(word for written in text.split() for word in fold(written).split())
    whole = words
    while words and (form := _form_at_end(words)):
        words = words[: -len(form)]
    while len(words) > 1 and words[0] in _BEFORE:
        words = words[1:]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _JOINING:
        words = words[:-1]
    return words or whole


def _form_at_end(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the legal form that the words end in, if a name is left before it."""
    for form in LEGAL_FORMS:
        if len(words) > len(form) and words[-len(form) :] == form:
            return form
    return ()


def company_key(company: str) -> str:
    """Return the comparison key of a company, "" for none: its words but for joining ones."""
    words = company_words(company)
    if " ".join(words) in NO_COMPANY:
        return ""
    kept = [word for word in words[1:] if word not in _JOINING]  # "E.ON" keeps its first letter
    return " ".join([*words[:1], *kept])


def company_fits_domain(company: str, domain: str) -> bool:
    """Whether a registered domain bears the name of a company.

    "Acme GmbH" and "Acme Robotics" fit acme.com, "Halden Robotics" fits halden-robotics.de and
    "International Business Machines" ibm.com. Letters are compared, never parts of words.
    """
    label = "".join(c for c in domain.partition(".")[0] if c.isalnum())
    words = company_key(company).split()
    if not label or not words:
        return False
    beginnings = {"".join(words[:n]) for n in range(1, len(words) + 1)}
    initials = "".join(word[0] for word in words)
    is_named = label in beginnings and (len(label) >= LEAST_LABEL or label == "".join(words))
    return is_named or (len(initials) >= LEAST_INITIALS and label == initials)
