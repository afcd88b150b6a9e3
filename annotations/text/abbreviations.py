"""The abbreviations of news English, by what may follow their full stop."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: A name follows: never the end of a sentence before a capital.
TITLES = _words("""
    Mr Mrs Ms Mx Dr Prof Sen Sens Rep Reps Gov Govs Gen Lt Col Maj Capt Cmdr Cdr Adm Sgt Cpl Pvt Pfc
    Brig Rev Hon Pres Supt Det Insp Atty Amb Msgr Fr Messrs Mmes Mme Mlle Mt Ft Sec-Gen Asst Assoc Dep
    Treas Ald Del Sra Srta Hr
""")

#: Something always follows: never the end of a sentence.
LEADING = _words("vs v cf e.g i.e viz approx ca incl esp resp op aka f.k.a a.k.a seq")

#: A number follows; otherwise they are words that end a sentence like any other.
NUMBERED = _words("""
    No Nos no nos Art Arts art Sec sec Fig Figs fig figs Vol Vols vol vols Ch ch p pp Para para Sect Eq
    eq Ex Op Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat
    Sun c
""")

#: A day or a time zone may follow ("at 5 p.m. Tuesday"); before another capital the sentence ends.
CLOCK = _words("a.m p.m A.M P.M")
AFTER_CLOCK = _words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun
    January February March April May June July August September October November December Jan Feb Mar
    Apr Jun Jul Aug Sept Oct Nov Dec Eastern Central Mountain Pacific EST EDT ET CST CDT CT MST MDT MT
    PST PDT PT GMT BST UTC CET CEST JST KST IST AEST AEDT
""")

#: Companies: what follows may be more of the name, always in capitals.
COMPANIES = _words("Inc Corp Co Cos Ltd Bros LLC L.L.C plc PLC S.A N.V S.p.A Pty Pte GmbH Mfg Intl Assn")

#: Either: the end only before a word that often begins a sentence and hardly ever a name.
EITHER = _words("""
    Jr Sr Esq St Ste Ave Blvd Rd Hwy Pkwy Sq Dept Univ Inst Gov't Govt dept govt est Est etc al Bldg
    Mfrs Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev
    Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ont Que Alta Ph.D M.D Ph M.A B.A MBA D.C
""")

STARTERS = _words("""
    a about according across after all along also although amid among an and another any around as at
    back because before behind below between beyond both but by can could despite did do does during
    each earlier either even every few finally first following for from had has have he her here his how
    however i if in indeed inside instead is it it’s it's its last late later like many meanwhile more
    most much my nearly neither never next no nobody none nor not nothing now of officials on once only
    or other others our out outside over perhaps police rather several she should since so some soon
    still such that that’s that's the their then there there’s there's these they they’re they're this
    those though three through thus to today tomorrow two under unless unlike until we we’re we're were
    what when where whether which while who why with within without would yes yesterday yet you your
""")

#: Words of speech that may stand behind a name after “…?” and keep both in one sentence.
CUES = _words("""
    said says asked asks told tells added adds wrote writes replied replies responded continued cried
    shouted wondered inquired quipped joked tweeted exclaimed demanded insisted recalled concluded
    countered
""")

#: Names that carry their own mark.
EXCLAIMED = frozenset(("Yahoo", "Jeopardy", "Yum"))
