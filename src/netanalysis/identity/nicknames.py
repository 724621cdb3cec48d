"""Short and familiar forms of first names: English, German, French, Spanish and a few others.

Between two semicolons stands one name: the forms that one bearer is known to go by, folded.
A form may stand in several places ("chris"); then it fits each of them, and the rules join it
only where one person fits. The table is a list of well-known forms, written for this project;
it says nothing about anybody's gender.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_LINES: Final = """
abigail abby gail; abraham abe bram; adrian adriano ade; agnes agnieszka; albert al bert berti
albrecht; alberto beto; alejandro alex ale jandro; alejandra ale; alexander alex sandy xander
sascha alec aleksandr aleksander alexandr sasha alexandre; alexandra alex sandra alix aleksandra;
alfred al alf fred fredi; alfredo fredo; alice alicia; alison allison ali; amanda mandy; anastasia
nastya stacy; andreas andi andy andre; andrew andy drew andrei andrey andrej; angela angie
angelika; angelika geli angie; anna ann anne annie anya ania; anthony tony anton; antonio tony
toni antonino; antoine toine; anton toni; archibald archie; arthur art artur arturo; arkadiusz
arek; barbara barb babs barbie basia babsi; bartholomew bart; bartlomiej bartek; beatrice bea
beatriz trixi; benedikt bene ben; benjamin ben benny benji; bernadette bernie; bernard bernie
bern; bernhard bernd; bertram bert; bradley brad; brandon bran; bridget biddy; brigitte gitte
gitti; calvin cal; cameron cam; carl charles karl; carlos charly; carolina caro; caroline carrie
caro karoline; catherine cathy kate katie cat cathie katherine kathryn katharine; cecilia ceci;
charles charlie chuck chas; charlotte charlie lotte lotta; chester chet; christian chris christ;
christiane christl; christina chris tina christine kristina; christine chris chrissy tina;
christoph chris stoffel christof kristof; christophe chris; christopher chris kit topher; clarence
clare; claudia claudi; clifford cliff; clinton clint; concepcion concha conchita; constance
connie; consuelo chelo; cornelia conny nelly; cornelius neil; cristina cris tina; cynthia cindy;
dagmar daggi; daniel dan danny daniil danilo; daniela dani; david dave davey; deborah debbie deb
debra; dennis denny; dieter didi; dietrich dieter; dirk diederik; dmitry dmitri dmitriy dima
dimitri; dolores lola; dominic dominik dom nick; dominique dom; donald don donnie; dorothea doro
thea; dorothy dot dottie dorothea; douglas doug dougie; eberhard hardy; eduard edi edward; eduardo
edu lalo; edgar ed; edmund ed eddie ned; edward ed eddie ted ned; edwin ed; ekaterina katya
yekaterina; eleanor ellie nell nora; elena lena helena yelena; elisabeth lisa elli sissi lisbeth
else elsbeth babette; elizabeth liz beth betsy betty eliza lizzie libby liza lisa elisabeth; emily
emma em; emmanuel manu; emmanuelle manu; enrique quique kike; eric rick erik erich; ernest ernie;
ernst erni; esther essie; ethan eth; eugene gene evgeny evgenii; evgeny yevgeny evgenii evgeniy
zhenya; felicity flick; ferdinand ferdi; fernando nando; florence flo; florian flo flori; frances
fran francie franny; francesca fran; francis frank fran; francisco paco pancho fran curro;
francois fanfan; franziska franzi; franklin frank; frederic fred; frederick fred freddy rick;
friedrich fritz fred fiete; gabriel gabe gabi; gabriele gabi; gabriela gabi gaby; gareth gaz;
georg jorg schorsch; george georgie; gerald gerry jerry; gerard gerry; gerhard gerd gert hardy;
gertrud gerti trude; geoffrey geoff jeff; giovanni gianni; giuseppe beppe pino; gillian gill jill;
gottfried friedel; gregor greg; gregory greg gregg grigory; gretchen gretel; guillaume gui;
guillermo memo guille; gunter guenter gunther guenther; gustav gus; harold harry hal; harrison
harry; heinrich heinz heiner hinrich; heather heth; helena leni; helmut helmuth; henry harry hank
hal; herbert herb bert; hermann herm; hildegard hilde hilda; howard howie; hubert hubi; hugo hugh;
ignacio nacho; ilya ilia; immanuel manu; ingeborg inge; irina ira; isabel isa bella belle
isabella; isabelle isa; ivan vanya; jacob jake kuba jakob; jacqueline jackie jacqui; jacques
jacky; jakub kuba; james jim jimmy jamie jem; jan johannes; janet jan; janice jan; jason jay;
javier javi xavier; jeffrey jeff geoff jeffery; jennifer jen jenny jenn; jeremy jerry jem;
jeremiah jerry; jerome jerry; jesus chus chuy; jessica jess jessie; joachim jochen achim jo;
joanna jo joanne asia; joaquin quino; johann hans jan; johanna hanna jo; johannes hans hannes jo
johan jan; john jack johnny jon; jonathan jon jonny johnathan; jordan jordi; jorge jordi coque;
jose pepe pepito; josef sepp joseph; joseph joe joey jo josef; josefa pepa; josephine jo josie;
joshua josh; juan juanito; juergen jurgen; judith judy jude judi; julia jule juliya yulia yuliya
julija iuliia; julian jules; juliana juli; katarina kat katka; katharina kathi kati katja kathrin;
katherine kate katie kathy kat kay katy kitty; kathleen kathy kath kate kay; katarzyna kasia;
kathryn kate kathy kathrin; kenneth ken kenny; kimberly kim kimberley; klaus nikolaus claus;
konrad conny; konstantin kostya kosta; krzysztof krzys kris; kristin kris; kristina kris;
kristoffer kris; lawrence larry laurence lawrie; leonard leo len lenny; leonardo leo; leonhard leo
hartl; leopold leo poldi; leslie les; lewis lew louis; lilian lily; linda lindy lin; lorenz lenz;
louis lou louie; louise lou; lucas luke lukas; lucia lucy; ludwig lutz wiggerl; luis lucho; lukas
luki lukasz luke; magdalena lena magda leni; magdalene magda; malcolm mal; manfred manni fred
manny; manuel manolo manu manny; manuela manu; marcus mark marc markus; margaret maggie meg peggy
marge margie greta madge margo rita; margarete grete gretel greta margret; margarita marga rita;
margarethe grete; marguerite margot; maria mary marie mariya masha; mariana mari; marianne nanne;
maite maritere; martin marty tino; martha marty patty; mary molly polly; matthaus matthias;
matthew matt matty mat; matthias matze hias mathias; mathieu mat; matthieu mat; maurice mo;
maximilian max maxi; maximilien max; maxwell max; maxim max maksim; melanie mel; melissa mel
missy; mercedes merche; michael mike mick mickey mikey michi michel mischa mikhail micha; michaela
michi; michele shelly micki; michelle shelly shell chelle; miguel mike migue; mikhail misha
mikhael; milton milt; mitchell mitch; mohammed mohamed muhammad mohammad mo; montserrat montse;
monika moni; nancy nan; natalia natasha natalya nataliya; natalie nat; nathan nate nat; nathaniel
nate nat nathan; nicholas nick nicky nic nico nicolas; nicolas nico; nicole nicky nikki; nikita
nik; nikolai nikolay kolya; nikolaus niko klaus; norbert norb nobbi; norman norm; oleksandr sasha;
olga olya; oliver ollie olli oli; olivier oli; pamela pam; patricia pat patty trish tricia patsy;
patrick pat paddy pat patric; paula pauli; paulette paulie; pavel pasha; percival percy; peter
pete petya pyotr piotr; petra peti; philip phil pip phillip; philipp phil philip; philippe phil;
phyllis phyl; pilar pili; prudence pru; rachel rach; rafael rafa; raimund ray; rainer reiner;
ralph ralf; raphael raph; raymond ray; rebecca becky becca beck; regina gina; reginald reg reggie;
reinhard reini; reinhold reini; renate reni; ricardo ricky richi; richard rick dick rich ricky
richie ritchie; robert bob rob bobby robbie bert robby; roberta bobbie; roberto beto; rodney rod;
rodrigo rodri; roderick rod rick; roger rodge; roland rolli; ronald ron ronnie; rosalind roz ros;
rosario charo; rosemarie rosi romy; rosemary rosie rose; rudolf rudi; rudolph rudy; rupert
ruppert; russell russ; salvador salva; salvatore turi; samantha sam; samuel sam sammy; sandra
sandy; santiago santi; sarah sally sara; sebastian basti seb; sebastien seb; sergei sergey serge
seryozha serhiy sergii; sergio checho; sheldon shelly; sidney sid; siegfried sigi; sieglinde sigi;
simon si; sophia sophie sofia sofie; stanley stan; stanislav stas; stefan steffen stephan;
stefanie steffi; stephanie steph stephie steffi; stephan steph; stephane steph; stephen steve
stevie stephan steph steven; steven steve stevie stephen; stuart stu stewart; susan sue susie suzy
suzie; susanne susi sanne; suzanne sue suzy; svetlana sveta; sylvester sly; tamara tami; tatiana
tanya tatyana; teodoro teo; terence terry terrance; teresa tere terry tess maite; theodor theo;
theodore ted teddy theo; theresa terry tess tessa terri; therese resi; thomas tom tommy tomas;
timothy tim timmy; tobias tobi toby; tomasz tomek; ulrich uli ulli utz; ulrike uli ulli rike;
urban urbi; ursula uschi ulla ursel; valentin vali; valerie val; vanessa nessa; veronica ronnie
vero; veronika vroni; victor vic viktor; victoria vicky vicki tori; vicente chente; vincent vince
vinny; vincenzo enzo; virginia ginny ginger; vivian viv; vladimir vlad volodya wladimir; vladislav
vlad; wilhelm willi willy wim; walter walt wally; waltraud traudl; werner wern; wilfred will fred;
wilfried willi; willem wim; william bill will billy willy liam; winfried winni; winston win;
wolfgang wolf wolfi; woodrow woody; xaver xavi; yvonne evi; zachary zach zack zak; zoltan zoli
"""
# Names one letter apart that are two names, not a name and its misspelling.
_DISTINCT: Final = """
marina martina; marion marlon; michael michal; christian christina; christian kristian; carina
karina; carina corina; sandra sondra; helena helene; annika monika; daniel daniele; gabriel
gabriela; adrian adriana; julian juliana; lucian luciana; marcel marcelo; manuel manuela; andrea
andrei; mariana marina; marian marina; thomas tomasa; daniela danielle; michele
michela; valeria valerie;
victor viktoria; stefanie stefania; cristian cristina; katrina karina; johann johan; johanna joanna;
maureen maurice; jordan jordana; fabian fabiana; damian damiana; florian floriana; simone simona
"""


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_LINES.split(";")):
        for form in line.split():
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


@lru_cache(maxsize=1)
def _distinct() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split()) for pair in _DISTINCT.replace("\n", " ").split(";"))


def name_groups(given: str) -> frozenset[int]:
    """Return the numbers of the names that a first name can stand for; empty if none is known."""
    return _groups().get(given, frozenset())


def are_forms_of_one_name(given: str, other: str) -> bool:
    """Whether two first names are known forms of one."""
    return given != other and not name_groups(given).isdisjoint(name_groups(other))


def are_two_names(given: str, other: str) -> bool:
    """Whether two first names of similar spelling are known to be two."""
    return frozenset((given, other)) in _distinct()


def is_known(given: str) -> bool:
    """Whether a word is a first name of the table."""
    return given in _groups()
