"""Mail domains that say nothing about an employer: providers, relays, alumni."""

from __future__ import annotations

from typing import Final

# Providers that sell under one name in many countries: yahoo.co.uk, hotmail.fr, gmx.ch ...
BRANDS: Final = frozenset(
    "gmail googlemail yahoo ymail rocketmail hotmail outlook gmx aol icloud yandex protonmail "
    "tutanota rediffmail mailfence posteo".split()
)
PROVIDERS: Final = frozenset(
    # international
    "live.com live.co.uk live.de live.fr live.it live.nl live.be live.ca live.se live.dk "
    "live.no live.in live.jp live.cn live.cl live.com.ar live.com.au live.com.mx live.com.pt "
    "msn.com passport.com windowslive.com me.com mac.com proton.me pm.me fastmail.com "
    "fastmail.fm zoho.com zohomail.com zohomail.eu mail.com email.com usa.com europe.com "
    "inbox.com lycos.com excite.com hushmail.com runbox.com hey.com duck.com tuta.io tuta.com "
    "tutamail.com keemail.me mailbox.org disroot.org riseup.net startmail.com ya.ru iname.com "
    "bigfoot.com netscape.net "
    # United States and Canada
    "comcast.net verizon.net att.net sbcglobal.net bellsouth.net earthlink.net mindspring.com "
    "cox.net charter.net optonline.net roadrunner.com rr.com frontier.com frontiernet.net "
    "windstream.net centurylink.net q.com pacbell.net swbell.net ameritech.net snet.net "
    "prodigy.net juno.com netzero.net netzero.com compuserve.com home.com flash.net aim.com "
    "shaw.ca rogers.com sympatico.ca bell.net telus.net videotron.ca "
    # United Kingdom and Ireland
    "btinternet.com btopenworld.com blueyonder.co.uk ntlworld.com virginmedia.com virgin.net "
    "talktalk.net tiscali.co.uk sky.com tesco.net freeserve.co.uk plusnet.com eircom.net "
    # Germany, Austria and Switzerland
    "web.de t-online.de freenet.de arcor.de online.de 1und1.de vodafone.de vodafonemail.de "
    "unity-mail.de mail.de email.de kabelmail.de gmx.net aon.at chello.at bluewin.ch "
    "hispeed.ch sunrise.ch swissonline.ch "
    # France, Belgium and the Netherlands
    "orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr "
    "club-internet.fr aliceadsl.fr skynet.be telenet.be proximus.be scarlet.be ziggo.nl kpnmail.nl "
    "planet.nl xs4all.nl hetnet.nl home.nl casema.nl upcmail.nl quicknet.nl "
    # Italy, Spain, Portugal and Greece
    "libero.it virgilio.it tin.it alice.it tim.it tiscali.it fastwebnet.it email.it inwind.it "
    "iol.it terra.es telefonica.net ono.com movistar.es sapo.pt netcabo.pt otenet.gr "
    "forthnet.gr "
    # Nordic countries
    "telia.com bredband.net comhem.se spray.se tele2.se online.no broadpark.no mail.dk "
    "stofanet.dk jubii.dk kolumbus.fi elisanet.fi luukku.com pp.inet.fi "
    # Central and Eastern Europe
    "wp.pl o2.pl onet.pl op.pl interia.pl gazeta.pl tlen.pl seznam.cz centrum.cz email.cz "
    "atlas.cz azet.sk zoznam.sk freemail.hu citromail.hu t-online.hu abv.bg mail.bg dir.bg "
    "ukr.net i.ua meta.ua bigmir.net mail.ru bk.ru inbox.ru list.ru rambler.ru inbox.lv "
    "one.lt "
    # Asia and the Pacific
    "qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn "
    "aliyun.com tom.com 21cn.com naver.com daum.net hanmail.net nate.com docomo.ne.jp "
    "ezweb.ne.jp softbank.ne.jp nifty.com biglobe.ne.jp hinet.net pchome.com.tw sify.com "
    "indiatimes.com in.com vsnl.com bigpond.com bigpond.net.au optusnet.com.au iinet.net.au "
    "tpg.com.au xtra.co.nz "
    # Latin America, Africa and the Middle East
    "uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com prodigy.net.mx "
    "fibertel.com.ar arnet.com.ar mweb.co.za telkomsa.net vodamail.co.za webmail.co.za "
    "walla.co.il walla.com bezeqint.net netvision.net.il mynet.com superonline.com "
    "emirates.net.ae".split()
)
# Addresses that pass mail on, for members or for programs: the person works elsewhere.
RELAYS: Final = frozenset(
    "acm.org ieee.org computer.org alum.mit.edu alumni.stanford.edu privaterelay.appleid.com "
    "users.noreply.github.com noreply.github.com googlegroups.com yahoogroups.com groups.io "
    "onmicrosoft.com "
    # Reserved for documentation: nobody's organisation.
    "example.com example.net example.org".split()
)
# A host with one of these parts is for former members of the organisation it belongs to.
ALUMNI_LABELS: Final = frozenset("alum alumni alumnae alumnos ehemalige".split())
