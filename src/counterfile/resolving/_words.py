"""Words that names of organizations are made of: legal forms, kinds of bodies, branches, and what they are in English.

Hand-written for Chinese, English, French, Spanish, Portuguese, Italian, German, Dutch, the Nordic and the Slavic
languages. Everything is folded: lower case, no accents, simplified Han characters, no dots.
"""

from __future__ import annotations

import re

SHORT_HAN: dict[str, str] = {
    "中行": "中国银行", "工行": "中国工商银行", "农行": "中国农业银行", "建行": "中国建设银行", "交行": "交通银行",
    "招行": "招商银行", "农发行": "中国农业发展银行", "国开行": "国家开发银行", "工商银行": "中国工商银行",
    "农业银行": "中国农业银行", "建设银行": "中国建设银行", "邮储银行": "中国邮政储蓄银行", "邮政储蓄银行": "中国邮政储蓄银行",
    "浦发银行": "上海浦东发展银行", "中国移动通信集团": "中国移动", "中国移动通信": "中国移动", "中国电信集团": "中国电信",
    "中国联合网络通信": "中国联通", "中国人民财产保险": "中国人保财险", "中国石油化工": "中国石化", "中石化": "中国石化",
    "中国石油天然气": "中国石油", "中石油": "中国石油", "国网": "国家电网", "中华人民共和国": "中国",
    "中科院": "中国科学院", "中国农科院": "中国农业科学院", "中国林科院": "中国林业科学研究院", "中国社科院": "中国社会科学院",
    "中国医科院": "中国医学科学院", "中国疾控中心": "中国疾病预防控制中心", "中国水科院": "中国水利水电科学研究院",
    "中国热科院": "中国热带农业科学院", "中国电科": "中国电子科技集团",
    **{f"{army}{arm}": arm for army in ("中国人民解放军", "解放军") for arm in ("海军", "空军", "陆军", "火箭军")},
    "中国人民解放军": "解放军",
}  # fmt: skip
"""How everyday Chinese shortens banks, carriers and the state at the beginning of a name: one form for each."""

SHORT_HAN_ENDS: dict[str, str] = {
    "卫健委": "卫生健康委员会", "卫健局": "卫生健康局", "卫计委": "卫生和计划生育委员会", "计生委": "计划生育委员会",
    "发改委": "发展和改革委员会", "发改局": "发展和改革局", "住建局": "住房和城乡建设局", "住建厅": "住房和城乡建设厅",
    "住建委": "住房和城乡建设委员会", "人社局": "人力资源和社会保障局", "人社厅": "人力资源和社会保障厅", "市监局": "市场监督管理局",
    "市场监管局": "市场监督管理局", "文旅局": "文化和旅游局", "文旅厅": "文化和旅游厅", "文广新局": "文化广电新闻出版局",
    "科技局": "科学技术局", "科技厅": "科学技术厅", "科协": "科学技术协会", "国资委": "国有资产监督管理委员会",
    "工信局": "工业和信息化局", "工信厅": "工业和信息化厅", "工信部": "工业和信息化部", "疾控中心": "疾病预防控制中心",
    "农科院": "农业科学院", "林科院": "林业科学研究院", "社科院": "社会科学院", "医科院": "医学科学院", "中科院": "中国科学院",
    "公积金中心": "住房公积金管理中心", "机关事务局": "机关事务管理局", "交警支队": "公安局交通警察支队", "城管局": "城市管理局",
    "药监局": "药品监督管理局", "食药监局": "食品药品监督管理局", "退役局": "退役军人事务局", "医保局": "医疗保障局",
    "交通局": "交通运输局", "交通厅": "交通运输厅", "农业局": "农业农村局", "规资局": "规划和自然资源局",
    "师大": "师范大学", "医大": "医科大学", "农大": "农业大学", "理工大": "理工大学", "财大": "财经大学",
    "一附院": "第一附属医院", "二附院": "第二附属医院", "附院": "附属医院", "全国重点实验室": "国家重点实验室",
}  # fmt: skip
"""How everyday Chinese shortens bodies at the end of a name, and bodies that bear a new name throughout."""

PLACE_SIGNS: dict[str, tuple[str, ...]] = {
    sign: tuple(codes.split())
    for sign, codes in {
        "京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "辽": "21", "吉": "22", "黑": "23", "龙": "23", "沪": "31",
        "申": "31", "苏": "32 3205", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37", "豫": "41", "鄂": "42",
        "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51", "蜀": "51", "黔": "52", "贵": "52", "滇": "53",
        "云": "53", "藏": "54", "陕": "61", "秦": "61", "甘": "62", "陇": "62", "青": "63 3702", "宁": "64 3201", "新": "65",
        "台": "71", "港": "81", "澳": "82", "穗": "4401", "深": "4403", "莞": "4419", "珠": "4404", "鹭": "3502", "厦": "3502",
        "甬": "3302", "杭": "3301", "蓉": "5101", "汉": "4201", "榕": "3501", "邕": "4501", "筑": "5201", "昆": "5301",
        "连": "2102", "沈": "2101", "哈": "2301", "长": "2201 4301", "石": "1301", "锡": "3202", "常": "3204", "通": "3206",
        "温": "3303", "庐": "3401", "洪": "3601", "济": "3701", "烟": "3706", "郑": "4101", "洛": "4103", "株": "4302",
    }.items()
}  # fmt: skip
"""The character that stands for a province or a city at the beginning of a short name -> codes of GB/T 2260."""

LATIN_FORMS: dict[str, str] = {
    word: form
    for form, words in {
        "ltd": "ltd limited ltda limitada ltee limitee lmtd ltd0 lted",
        "inc": "inc incorporated incorporee incorporation",
        "corp": "corp corporation",
        "co": "co company cie compagnie compania cia comp",
        "llc": "llc lc",
        "llp": "llp lp lllp partnership",
        "plc": "plc",
        "ulc": "ulc",
        "pty": "pty pte pvt pt",
        "bhd": "bhd sdn tbk",
        "gmbh": "gmbh mbh ggmbh gesmbh",
        "ag": "ag aktiengesellschaft aktiebolag aktieselskab",
        "kg": "kg kgaa ohg gbr ug",
        "ev": "ev eg",
        "sa": "sa sociedad anonima spa sas sasu sau se",
        "sarl": "sarl srl sprl scrl scarl srls sl slu sll eurl",
        "snc": "snc sca scs sc scc sccl coop senc sencrl",
        "bv": "bv nv vof cv bvba",
        "ab": "ab hb kb",
        "as": "as asa ans aps oy oyj ky ry hf ehf",
        "spzoo": "spzoo spolka zoo akcyjna spj",
        "sro": "sro spol doo dd dno",
        "kft": "kft zrt nyrt rt bt",
        "ooo": "ooo tov too",
        "oao": "oao zao pao ao jsc cjsc ojsc pjsc pat prat aozt",
        "ead": "ead eood ood ad",
        "uab": "uab sia ou mb vsi",
        "kk": "kk kabushiki kaisha gk",
        "eireli": "eireli epp fze fzco wll sae",
    }.items()
    for word in words.split()
}
"""Legal forms of Latin (and transliterated Cyrillic) names, each with the class that it is compared by."""

_WORLD = """
china canada usa america australia germany deutschland france italia italy espana spain portugal
brasil brazil mexico argentina chile colombia peru india japan korea singapore malaysia thailand
vietnam indonesia philippines nederland netherlands belgium belgique osterreich austria schweiz
switzerland suisse sverige sweden norge norway danmark denmark suomi finland polska poland ceska
romania magyarorszag hungary slovenija slovakia hrvatska croatia srbija bulgaria ellas greece
ireland uk britain england scotland wales europe europa asia africa russia rossiya ukraine ukraina
turkey turkiye israel egypt nigeria kenya london paris berlin madrid roma rome wien vienna praha
prague warszawa warsaw budapest bucuresti sofia lisboa barcelona milano munchen munich hamburg
toronto ottawa montreal quebec vancouver calgary edmonton winnipeg halifax ontario alberta
manitoba saskatchewan yukon york boston chicago texas california florida sydney melbourne tokyo
osaka kyoto seoul taipei moscow moskva delhi mumbai
"""

LATIN_PLACES: dict[str, str] = {
    **{
        name: code
        for code, names in {
            "11": "beijing peking", "12": "tianjin", "13": "hebei", "14": "shanxi", "15": "mongolia", "21": "liaoning",
            "22": "jilin", "23": "heilongjiang", "31": "shanghai", "32": "jiangsu", "33": "zhejiang", "34": "anhui",
            "35": "fujian", "36": "jiangxi", "37": "shandong", "41": "henan", "42": "hubei", "43": "hunan", "44": "guangdong",
            "45": "guangxi", "46": "hainan", "50": "chongqing", "51": "sichuan", "52": "guizhou", "53": "yunnan",
            "54": "tibet xizang", "61": "shaanxi", "62": "gansu", "63": "qinghai", "64": "ningxia", "65": "xinjiang",
            "71": "taiwan", "81": "hongkong", "82": "macau macao", "1301": "shijiazhuang", "1302": "tangshan",
            "1401": "taiyuan", "2101": "shenyang", "2102": "dalian", "2201": "changchun", "2301": "harbin",
            "3201": "nanjing", "3202": "wuxi", "3203": "xuzhou", "3204": "changzhou", "3205": "suzhou", "3206": "nantong",
            "3210": "yangzhou", "3301": "hangzhou", "3302": "ningbo", "3303": "wenzhou", "3304": "jiaxing",
            "3306": "shaoxing", "3307": "jinhua", "3401": "hefei", "3402": "wuhu", "3501": "fuzhou", "3502": "xiamen",
            "3505": "quanzhou", "3601": "nanchang", "3701": "jinan", "3702": "qingdao", "3706": "yantai", "4101": "zhengzhou",
            "4103": "luoyang", "4201": "wuhan", "4205": "yichang", "4301": "changsha", "4303": "xiangtan",
            "4401": "guangzhou", "4403": "shenzhen", "4404": "zhuhai", "4405": "shantou", "4406": "foshan",
            "4413": "huizhou", "4419": "dongguan", "4501": "nanning", "4503": "guilin", "4601": "haikou", "5101": "chengdu",
            "5201": "guiyang", "5301": "kunming", "6101": "xian", "6201": "lanzhou", "6301": "xining", "6501": "urumqi",
        }.items()
        for name in names.split()
    },
    **{
        name: name
        for name in _WORLD.split()
    },
}  # fmt: skip
"""Places in Latin letters: Chinese ones with their code of GB/T 2260, others with themselves."""

LONG_FORMS: dict[str, str] = {
    "societe a responsabilite limitee": "sarl",
    "societe par actions simplifiee": "sas",
    "societe anonyme": "sa",
    "sociedad anonima unipersonal": "sau",
    "sociedad anonima": "sa",
    "sociedade anonima": "sa",
    "sociedad de responsabilidad limitada": "sl",
    "sociedad limitada": "sl",
    "societa per azioni": "spa",
    "societa a responsabilita limitata": "srl",
    "gesellschaft mit beschrankter haftung": "gmbh",
    "besloten vennootschap": "bv",
    "naamloze vennootschap": "nv",
    "spolka z ograniczona odpowiedzialnoscia": "spzoo",
    "spolka akcyjna": "sa",
    "spolecnost s rucenim omezenym": "sro",
    "akciova spolecnost": "as",
    "zartkoruen mukodo reszvenytarsasag": "zrt",
    "nyilvanosan mukodo reszvenytarsasag": "nyrt",
    "zartkoruen mukodo tarsasag": "zrt",
    "korlatolt felelossegu tarsasag": "kft",
    "drustvo s ogranicenom odgovornoscu": "doo",
    "druzba z omejeno odgovornostjo": "doo",
    "societate cu raspundere limitata": "srl",
    "societate pe actiuni": "sa",
    "uzdaroji akcine bendrove": "uab",
    "akcine bendrove": "ab",
    "sabiedriba ar ierobezotu atbildibu": "sia",
    "aktsiaselts": "as",
    "osauhing": "ou",
    "osakeyhtio": "oy",
    "obshchestvo s ogranichennoy otvetstvennostyu": "ooo",
    "obshchestvo s ogranichennoj otvetstvennostju": "ooo",
    "aktsionernoe obshchestvo": "ao",
    "limited liability company": "llc",
    "limited liability partnership": "llp",
    "public limited company": "plc",
    "joint stock company": "jsc",
    "private limited": "ltd",
    "company limited": "ltd",
    "co ltd": "ltd",
    "limited partnership": "lp",
}
"""Legal forms of several words, and the word that they are read as."""

SURE_FORMS = frozenset(
    [
        "ltd",
        "limited",
        "ltda",
        "limitada",
        "ltee",
        "limitee",
        "inc",
        "incorporated",
        "incorporee",
        "corp",
        "corporation",
        "llc",
        "llp",
        "lllp",
        "plc",
        "ulc",
        "pty",
        "gmbh",
        "ggmbh",
        "gesmbh",
        "kgaa",
        "aktiengesellschaft",
        "sarl",
        "srl",
        "bvba",
        "spzoo",
        "eood",
        "uab",
        "ooo",
        "oao",
        "zao",
        "pjsc",
        "ojsc",
        "cjsc",
        "oyj",
        "nyrt",
        "zrt",
        "kft",
        "eireli",
        "kaisha",
        "kabushiki",
        "tbk",
        "bhd",
        "sdn",
        "sencrl",
    ]
)
"""Forms that are nothing else, so they are read anywhere in a name; the others only at its ends."""

GROUP_WORDS = frozenset(
    ["group", "groupe", "grupo", "gruppe", "gruppo", "holding", "holdings", "groep", "grupa", "koncern", "konzern"]
)

STOP_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "in",
        "at",
        "on",
        "to",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "et",
        "d",
        "l",
        "en",
        "au",
        "aux",
        "el",
        "los",
        "las",
        "del",
        "y",
        "e",
        "da",
        "do",
        "das",
        "dos",
        "di",
        "della",
        "delle",
        "dei",
        "degli",
        "il",
        "lo",
        "und",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "fur",
        "von",
        "zu",
        "zur",
        "zum",
        "im",
        "am",
        "van",
        "het",
        "een",
        "voor",
        "te",
        "og",
        "i",
        "a",
        "o",
        "u",
        "na",
        "w",
        "z",
        "v",
        "ve",
    ]
)
"""Function words, which say nothing about which body is meant."""

HAN_FORMS = (
    ("集团股份有限公司", "stock", True),
    ("集团有限责任公司", "limited", True),
    ("集团有限公司", "limited", True),
    ("控股集团公司", "company", True),
    ("集团总公司", "company", True),
    ("集团公司", "company", True),
    ("股份有限责任公司", "stock", False),
    ("股份有限公司", "stock", False),
    ("有限责任总公司", "limited", False),
    ("有限责任公司", "limited", False),
    ("有限公司", "limited", False),
    ("有限責任公司", "limited", False),
    ("股份公司", "stock", False),
    ("总公司", "company", False),
    ("公司", "company", False),
    ("股份", "stock-word", False),
    ("有限合伙企业", "partnership", False),
    ("合伙企业", "partnership", False),
    ("普通合伙", "partnership", False),
    ("特殊普通合伙", "partnership", False),
    ("有限合伙", "partnership", False),
    ("株式会社", "kk", False),
    ("有限会社", "yk", False),
    ("合同会社", "gk", False),
    ("集团", "", True),
)
"""Ends of Chinese and Japanese companies' names, longest first: the words, the class of the form, whether a group."""

HAN_FORMS_BEFORE = (
    "独立行政法人",
    "国立研究开发法人",
    "地方独立行政法人",
    "国立大学法人",
    "公立大学法人",
    "一般社团法人",
    "公益社团法人",
    "一般财团法人",
    "公益财团法人",
    "特定非营利活动法人",
    "社会福祉法人",
    "医疗法人社团",
    "社会医疗法人",
    "医疗法人",
    "学校法人",
    "财团法人",
    "社团法人",
    "宗教法人",
    "株式会社",
    "有限会社",
)
"""Legal forms that stand before a name (Japan, Taiwan)."""

SOLE_TRADER = ("个体工商户", "个体户", "个体经营", "个人独资", "自然人")
"""Marks of a person who trades: never joined with another."""

KIND_CLASS: dict[str, int] = {
    **dict.fromkeys(("company", "factory", "shop", "firm", "bank", "cooperative"), 1),
    **dict.fromkeys(("university", "college", "school", "kindergarten", "faculty"), 2),
    **dict.fromkeys(("institute", "academy", "laboratory", "center", "design-institute"), 3),
    **dict.fromkeys(("hospital", "clinic"), 4),
}
"""Broad classes of kinds; any other kind is class 5."""

BRANCH_HAN = (
    "派出所|看守所|拘留所|戒毒所|"
    "分公司|支公司|子公司|分局|支局|分行|支行|分理处|营业部|营业厅|营业所|分院|分校|分所|分中心|分部|分店|分厂|分会|分库|分馆|"
    "代表处|办事处|支队|大队|中队|总队|项目部|经营部|校区|院区|厂区|分社|分站|工作站|管理站|事业部"
)
"""Words that make a name that of a part: what stands before them says which part."""

KIND_HAN: dict[str, str] = {
    "大学": "university",
    "学院": "college",
    "专科学校": "college",
    "职业学校": "school",
    "中学": "school",
    "小学": "school",
    "学校": "school",
    "幼儿园": "kindergarten",
    "医院": "hospital",
    "卫生院": "clinic",
    "诊所": "clinic",
    "卫生服务中心": "clinic",
    "研究院": "institute",
    "研究所": "institute",
    "科学院": "academy",
    "研究中心": "center",
    "实验室": "laboratory",
    "中心": "center",
    "医学中心": "hospital",
    "博物馆": "museum",
    "图书馆": "library",
    "银行": "bank",
    "公安局": "police",
    "公安厅": "police",
    "派出所": "police",
    "法院": "court",
    "检察院": "prosecutor",
    "监狱": "prison",
    "人民政府": "government",
    "管理局": "bureau",
    "监督局": "bureau",
    "局": "bureau",
    "厅": "department",
    "部": "ministry",
    "委员会": "commission",
    "管委会": "commission",
    "办公室": "office",
    "街道办事处": "office",
    "协会": "association",
    "学会": "society",
    "基金会": "foundation",
    "联合会": "federation",
    "商会": "chamber",
    "事务所": "firm",
    "设计院": "design-institute",
    "出版社": "press",
    "报社": "press",
    "电视台": "station",
    "电台": "station",
    "厂": "factory",
    "店": "shop",
    "商行": "shop",
    "合作社": "cooperative",
    "站": "station",
    "公司": "company",
    "集团": "company",
    "院": "institute",
    "所": "institute",
}
"""What a Chinese name's last words make of the body; longest end wins."""

KIND_LATIN: dict[str, str] = {
    "university": "university",
    "college": "college",
    "school": "school",
    "hospital": "hospital",
    "clinic": "clinic",
    "institute": "institute",
    "academy": "academy",
    "center": "center",
    "laboratory": "laboratory",
    "museum": "museum",
    "library": "library",
    "bank": "bank",
    "police": "police",
    "court": "court",
    "ministry": "ministry",
    "department": "department",
    "agency": "agency",
    "government": "government",
    "municipality": "municipality",
    "city": "municipality",
    "county": "county",
    "district": "district",
    "region": "region",
    "commission": "commission",
    "committee": "commission",
    "council": "council",
    "office": "office",
    "association": "association",
    "society": "society",
    "foundation": "foundation",
    "federation": "federation",
    "press": "press",
    "faculty": "faculty",
    "bureau": "bureau",
    "authority": "agency",
    "trust": "trust",
}
"""Concepts (see `CONCEPTS`) that say what kind of body a Latin name is."""

CONCEPTS: dict[str, str] = {
    word: concept
    for concept, words in {
        # Pinyin, as romanized Chinese names have it.
        "china": "zhongguo zhonghua chinese",
        "people": "renmin",
        "normal": "shifan",
        "vocational": "zhiye",
        "industry": "gongye",
        "economics": "jingji caijing",
        "electric": "dianli dianqi",
        "traditional": "zhongyi zhongyiyao",
        "mining": "kuangye",
        "petroleum": "shiyou",
        "ocean": "haiyang",
        "architecture": "jianzhu",
        "university": "daxue univ universite universites universidad universidade universita universitat universitaet "
        "universiteit universitet universitetet uniwersytet univerzita univerzitet univerza egyetem universitatea "
        "universitas universiti yliopisto universitesi daigaku uni universitario universitaria universitaire "
        "universitair universitar universitatsklinikum universitario universitetssjukhus universitetshospital "
        "unibertsitatea prifysgol ulikool universitate universitetas sveuciliste",
        "college": "xueyuan collegio colegio hogeschool hochschule fachhochschule politecnico colegiul",
        "polytechnic": "polytechnique politecnica politecnico politechnika polytechnische politechnic politehnica",
        "school": "xuexiao zhongxue xiaoxue ecole escuela escola scuola schule skola skole szkola skolan lycee liceo liceu gymnasium gimnazija "
        "schools koulu iskola okul osnovna zespol szkol",
        "hospital": "yiyuan hopital hopitaux ospedale ospedaliera ospedaliero krankenhaus klinikum spital szpital ziekenhuis "
        "sykehus sjukhus nemocnice nemocnica korhaz bolnica spitalul hospitalier hospitaliere hospitalario sygehus "
        "sairaala hastanesi hospitals",
        "clinic": "clinique clinica klinik klinika kliniek clinics",
        "institute": "yanjiusuo yanjiuyuan inst institut instituto istituto instytut institutt ustav instituut institutet institutul "
        "intezet institucio institutions institutes zavod",
        "academy": "kexueyuan academie academia accademia akademie akademia akademija akademi akademiya",
        "center": "zhongxin ctr centre centro zentrum centrum senter center keskus centar centrul centr tsentr kozpont centres "
        "centers merkezi",
        "laboratory": "shiyanshi lab labs laboratoire laboratorio laboratorium laboratories laboratoires laboratoriet",
        "research": "yanjiu recherche recherches investigacion investigaciones investigacao ricerca ricerche forschung "
        "forschungszentrum onderzoek forskning badan badawczy vyzkum vyzkumny kutato recerca researches",
        "science": "kexue sciences sci scientific scientifique ciencia ciencias scienze scienza wissenschaft wissenschaften "
        "wetenschap vetenskap nauk nauki stiinte scientifica cientifica cientificas vied tieteen",
        "technology": "jishu keji tech technologies technological technical technique techniques tecnologia tecnologico "
        "tecnologica tecnologias technologie technische technik technologii techniki teknologi teknik tecnico tecnica "
        "tekniska tehnologii tehnica",
        "medicine": "yixue yike yiyao med medical medecine medicina medizin medisch medizinische medizinischen medica medico "
        "medyczny medyczna medicine medicines lekarska",
        "engineering": "gongcheng eng ingenierie ingenieria engenharia ingegneria",
        "health": "sante salud saude sanita salute gesundheit zdrowia zdravi zorg gezondheid sanitaria sanitario "
        "healthcare sanitaire",
        "ministry": "min ministere ministerio ministerium ministerstwo ministero ministerstvo ministerie ministerul "
        "bundesministerium ministry departementet",
        "department": "dept dep departement departamento dipartimento abteilung departament afdeling",
        "agency": "agence agencia agenzia agentur agencja agentura agentschap amt urad agencies",
        "municipality": "ville commune comune municipio municipalidad ayuntamiento gemeinde stadt gmina obec mesto "
        "kommune kommun gemeente comuna camara municipal obshtina miasto mairie concello ajuntament stadtverwaltung "
        "kunta kaupunki primaria town opcina obcina savivaldybe",
        "county": "comte landkreis kreis powiat zupanija judetul consiliul hrabstwo",
        "region": "regione region regiao oblast wojewodztwo voivodeship province provincia provincial provincie "
        "prefecture regional regionale conseil",
        "national": "guojia guoli nacional nazionale nationale nationaal narodowy narodni nemzeti nationales nasional federal "
        "federale bundes narodna state",
        "association": "xiehui assoc assn associacion asociacion associacao associazione verband vereniging stowarzyszenie "
        "sdruzeni forening forbund verein yhdistys",
        "society": "xuehui soc societe sociedad sociedade societa gesellschaft towarzystwo spolecnost selskab",
        "foundation": "fondation fundacion fundacao fondazione stiftung fundacja nadace stichting stiftelsen "
        "fundatia zaklada saatio",
        "international": "guoji intl int internacional internazionale internationale internationales",
        "company": "gongsi entreprise empresa impresa firma unternehmen",
        "services": "service servicio servicios servizi servizio dienste diensten uslugi svcs srvcs",
        "systems": "system systeme systemes sistemas sistemi systemy sys",
        "solutions": "solution soluciones solucoes soluzioni losungen",
        "construction": "jianshe constructions construccion construcciones construcoes costruzioni bau budowlane constr "
        "construc budownictwa stavebni stavby",
        "industries": "industry industrie industrial industries industria industriale ind",
        "management": "gestion gestao mgmt mgt",
        "development": "fazhan dev developpement desarrollo desenvolvimento sviluppo entwicklung rozwoju developments",
        "environment": "huanjing environnement ambiente medio umwelt environmental environnemental srodowiska",
        "energy": "nengyuan energie energia energies",
        "transport": "transports transportes trasporti verkehr transportation",
        "defense": "defence",
        "canada": "canadian canadien canadienne",
        "communications": "communication comm comms comunicaciones telecommunications telecom",
        "associates": "associes assoc asociados associati partners partenaires",
        "group": "jituan groupe grupo gruppe gruppo grupa groep",
        "general": "generale generales generalni",
        "and": "und",
        "education": "jiaoyu educational enseignement educacion educacao istruzione bildung edukacji educative",
        "agriculture": "nongye agricultural agronomique agricola agraria agraires agrarian landwirtschaft rolnictwa agri",
        "public": "publique publico publica pubblico pubblica offentliche",
        "culture": "cultural cultura kultur kultury",
        "office": "ju bureau oficina ufficio buro kantoor kancelar urzad",
        "court": "tribunal gericht sad soud corte cour",
        "police": "polizei policia polizia policja politie",
        "bank": "yinhang banque banco banca banka",
        "north": "nord norte northern",
        "south": "sud sur sul southern",
        "east": "est este oriental eastern ost",
        "west": "ouest oeste occidental western",
        "saint": "st ste sainte san santa sao sankt",
    }.items()
    for word in words.split()
    if word != concept
}
"""Common words of names in many languages -> the English word that they are compared by across languages."""

BRIDGE_HAN: dict[str, str] = {
    # Bodies
    "大学": "university", "学院": "college university", "研究院": "research institute", "研究所": "institute", "科学院": "academy science",
    "医院": "hospital", "中心医院": "central hospital", "人民医院": "people hospital", "中医院": "hospital traditional chinese medicine",
    "中医药大学": "university chinese medicine", "中医药": "chinese medicine", "中医": "traditional chinese medicine",
    "妇幼保健院": "maternal child health hospital", "肿瘤医院": "cancer tumor hospital", "儿童医院": "children hospital",
    "口腔医院": "stomatological hospital", "附属医院": "affiliated hospital", "附属": "affiliated", "医学院": "medical college university school",
    "医科大学": "medical university", "医学": "medicine", "医科": "medical", "医疗": "medical", "卫生": "health",
    "健康": "health", "疾病预防控制": "disease control prevention", "疾病": "disease", "药": "pharmaceutical", "药物": "drug",
    "制药": "pharmaceutical", "药业": "pharmaceutical", "医药": "medicine", "药科": "pharmaceutical", "护理": "nursing",
    "师范": "normal teachers", "师范大学": "normal university", "师范学院": "normal university college teachers",
    "理工": "science technology polytechnic", "工业": "industry technology", "科技": "science technology",
    "科学": "science", "技术": "technology", "工程": "engineering", "职业": "vocational", "职业技术": "vocational technical",
    "专科学校": "college", "高等专科学校": "college", "师范高等专科学校": "normal college", "农业": "agriculture", "林业": "forestry",
    "农林": "agriculture forestry", "农": "agriculture", "林": "forestry", "水利": "water resources", "水": "water", "海洋": "ocean marine",
    "海事": "maritime", "渔业": "fishery", "水产": "fishery", "畜牧": "animal husbandry", "牧医": "animal husbandry veterinary",
    "职业技术学院": "vocational technical college polytechnic", "工业大学": "university technology", "电子科技": "electronic science technology",
    "城市学院": "city university college", "建筑工程": "architecture engineering construction", "水利水电": "water resources hydropower",
    "疗养院": "sanatorium", "营养": "nutrition", "生理": "physiology", "心理": "psychology", "药用": "medicinal", "针灸": "acupuncture",
    "地球物理": "geophysics", "地球化学": "geochemistry", "古生物": "paleontology", "声学": "acoustics", "光学精密": "optics precision",
    "过程工程": "process engineering", "理化": "physics chemistry", "感光": "photographic",
    "硅酸盐": "ceramics", "有机": "organic", "高能": "high energy", "近代": "modern", "遥感": "remote sensing", "测绘": "surveying mapping",
    "冰川": "glacier", "冻土": "frozen soil", "湖泊": "limnology lake", "水生": "hydrobiology aquatic", "土壤": "soil", "烟草": "tobacco",
    "蚕": "sericulture silkworm", "蜂": "bee apiculture", "油料": "oil crops", "作物": "crop", "家禽": "poultry", "草业": "grassland",
    "花卉": "flower floriculture", "麻类": "bast fiber", "甘蔗": "sugarcane", "橡胶": "rubber", "热带作物": "tropical crops",
    "生态环境": "ecology environment", "农科院": "academy agriculture science", "兽医": "veterinary",
    "财经": "finance economics", "经济": "economics", "财政": "finance", "金融": "finance", "商": "business",
    "工商": "business technology", "贸易": "trade", "外贸": "foreign trade", "外国语": "foreign studies", "外语": "foreign languages",
    "语言": "language", "政法": "political science law", "法": "law", "警察": "police", "公安": "public security", "司法": "judicial",
    "体育": "sport", "艺术": "art", "美术": "fine arts", "音乐": "music", "戏剧": "drama", "电影": "film", "传媒": "media communication",
    "传播": "communication", "民族": "nationalities minzu", "邮电": "posts telecommunications", "电信": "telecom", "通信": "communication",
    "电力": "electric power", "电子": "electronic", "电气": "electric", "电": "electric", "信息": "information", "计算机": "computer",
    "计算": "computing", "超级计算": "supercomputing", "软件": "software", "网络": "network", "智能": "intelligent",
    "人工智能": "artificial intelligence", "机器人": "robot", "自动化": "automation", "交通": "transportation jiaotong",
    "铁道": "railway", "铁路": "railway", "公路": "highway", "民航": "civil aviation", "航空": "aviation aeronautical",
    "航天": "aerospace astronautics", "航空航天": "aeronautics astronautics", "船舶": "ship", "汽车": "automobile",
    "石油": "petroleum", "化工": "chemical", "化学": "chemistry", "物理": "physics", "数学": "mathematical", "生物": "biological",
    "生命": "life", "地质": "geology", "地球": "earth", "地理": "geography", "地震": "earthquake", "气象": "meteorological",
    "天文": "astronomical", "环境": "environment", "生态": "ecology", "资源": "resources", "自然资源": "natural resources",
    "自然": "natural", "能源": "energy", "核": "nuclear", "矿": "mining", "矿业": "mining", "冶金": "metallurgy", "钢铁": "steel",
    "材料": "materials", "新材料": "new materials", "机械": "machinery mechanical", "机电": "mechanical electrical", "建筑": "architecture",
    "建设": "construction", "城市": "city urban", "规划": "planning", "设计": "design", "纺织": "textile", "服装": "fashion", "轻工": "light industry",
    "食品": "food", "粮食": "grain", "植物": "plant botany", "植物园": "botanical garden", "动物": "animal zoology", "昆虫": "entomology",
    "国家": "national state", "国立": "national", "国际": "international", "中央": "central", "重点实验室": "key laboratory",
    "国家重点实验室": "state key laboratory", "实验室": "laboratory", "全国": "national", "中心": "center", "研究中心": "research center",
    "工程研究中心": "engineering research center", "研究": "research", "开发": "development", "发展": "development",
    "局": "bureau", "厅": "department", "部": "ministry", "委员会": "commission committee", "管理局": "administration",
    "管理": "management", "总局": "administration", "办公室": "office", "政府": "government", "人民政府": "people government",
    "市": "municipal", "省": "provincial", "县": "county", "区": "district", "自治区": "autonomous region",
    "协会": "association", "学会": "society", "基金会": "foundation", "联合会": "federation", "博物馆": "museum",
    "博物院": "museum", "图书馆": "library", "出版社": "press", "银行": "bank", "保险": "insurance", "证券": "securities",
    "投资": "investment", "控股": "holdings", "集团": "group", "股份": "", "有限公司": "", "有限责任公司": "", "公司": "company",
    "制造": "manufacturing", "装备": "equipment", "设备": "equipment", "仪器": "instrument", "光学": "optics", "光电": "optoelectronic",
    "半导体": "semiconductor", "空间": "space", "教育": "education", "社会": "social", "人文": "humanities", "文化": "culture",
    "历史": "history", "考古": "archaeology", "文物": "cultural relics", "旅游": "tourism", "北方": "north", "南方": "south",
    "东方": "east oriental", "西方": "west", "东北": "northeast", "西北": "northwest", "东南": "southeast", "西南": "southwest",
    "华东": "east china", "华南": "south china", "华北": "north china", "华中": "central china huazhong", "中南": "central south",
    "中国": "china", "中华": "china chinese", "中": "china sino", "北京": "beijing", "上海": "shanghai", "重庆": "chongqing", "天津": "tianjin",
    "香港": "hong kong", "澳门": "macau macao", "台湾": "taiwan", "台北": "taipei", "台中": "taichung", "台南": "tainan",
    "高雄": "kaohsiung", "新竹": "hsinchu", "桃园": "taoyuan", "内蒙古": "inner mongolia", "西藏": "tibet", "新疆": "xinjiang",
    "陕西": "shaanxi", "哈尔滨": "harbin", "乌鲁木齐": "urumqi", "呼和浩特": "hohhot", "清华": "tsinghua", "厦门": "xiamen",
    "长沙": "changsha", "长春": "changchun", "长江": "yangtze changjiang", "黄河": "yellow river", "珠江": "pearl river", "成都": "chengdu",
    "第一": "first 1", "第二": "second 2", "第三": "third 3", "第四": "fourth 4", "第五": "fifth 5", "第六": "sixth 6",
    "第七": "seventh 7", "第八": "eighth 8", "第九": "ninth 9", "第十": "tenth 10", "联合": "united union", "人民": "people",
    "解放军": "pla liberation army", "陆军": "army", "海军": "naval navy", "空军": "air force", "军事": "military", "国防": "national defense",
    "军医": "military medical", "总医院": "general hospital", "纪念": "memorial", "女子": "women", "开放": "open", "远程": "distance",
    "广播电视": "radio television", "青年": "youth", "继续教育": "continuing education", "应用": "applied", "高等": "higher advanced",
    "高级": "senior", "中学": "middle high school", "小学": "primary school", "学校": "school", "幼儿": "preschool",
    "肿瘤": "cancer tumor", "眼科": "eye ophthalmology", "口腔": "stomatology dental", "心血管": "cardiovascular", "精神": "mental",
    "产业": "industry", "创新": "innovation", "转化": "translational", "精准": "precision", "基因": "gene", "细胞": "cell",
    "免疫": "immunology", "病毒": "virology", "微生物": "microbiology", "遗传": "genetics", "干细胞": "stem cell", "数据": "data",
    "大数据": "big data", "量子": "quantum", "激光": "laser", "力学": "mechanics", "空气动力": "aerodynamics", "动力": "power",
    "安全": "safety security", "食药": "food drug", "检验": "inspection", "检测": "testing", "标准": "standard", "计量": "metrology",
    "知识产权": "intellectual property", "专利": "patent", "统计": "statistics", "审计": "audit", "税务": "taxation", "海关": "customs",
    "消防": "fire", "应急": "emergency", "银": "silver", "热带": "tropical", "大气": "atmospheric", "沙漠": "desert", "高原": "plateau",
    "草原": "grassland", "山": "mountain shan", "湖": "lake hu", "江": "river jiang", "河": "river he", "湾": "bay", "岛": "island dao",
    "水稻": "rice", "茶叶": "tea", "棉花": "cotton", "小麦": "wheat", "蔬菜": "vegetable", "果树": "fruit tree", "园艺": "horticulture",
    "第": "", "号": "", "与": "", "和": "", "及": "", "的": "", "学": "", "简称": "", "原": "", "长庚": "chang gung", "马偕": "mackay",
    "荣民总医院": "veterans general hospital", "基督教": "christian", "慈济": "tzu chi", "佛教": "buddhist", "天主教": "catholic",
    "大學": "university", "协和": "union", "同济": "tongji", "复旦": "fudan", "中山": "sun yat sen zhongshan", "行政": "administration",
    "院": "academy institute", "所": "institute", "会": "association", "厂": "factory", "站": "station", "社": "society", "馆": "museum",
    "株式会社": "", "病院": "hospital", "大学院": "graduate school", "专门学校": "college", "短期大学": "junior college",
    "机构": "organization", "协议会": "council", "财团": "foundation", "法人": "", "国立大学法人": "", "高等学校": "high school",
    "东京": "tokyo", "京都": "kyoto", "大阪": "osaka", "名古屋": "nagoya", "日本": "japan", "北海道": "hokkaido", "九州": "kyushu",
    "县立": "prefectural", "市立": "municipal city", "府立": "prefectural", "都立": "metropolitan", "私立": "private",
    "新潟": "niigata", "神户": "kobe", "横滨": "yokohama", "福冈": "fukuoka", "广岛": "hiroshima", "千叶": "chiba", "埼玉": "saitama",
    "韩国": "korea", "首尔": "seoul", "新加坡": "singapore", "马来西亚": "malaysia", "美国": "united states", "英国": "united kingdom",
    "德国": "germany", "法国": "france", "俄罗斯": "russia", "加拿大": "canada", "澳大利亚": "australia",
}  # fmt: skip
"""Words of Han-script names -> English words, for comparing a Chinese or Japanese name with an English one.

The longest word counts; what no word covers is transliterated. Two English words for one stand side by side, since
either may be printed.
"""

REGION_HAN = re.compile(
    "(?:中国|国立|国家|公立|私立|台湾)*(东北|西北|西南|东南|华东|华南|华北|华中|华西|中南|"
    "台北|台中|台南|高雄|新竹|桃园|基隆|嘉义|屏东|彰化|云林|宜兰|花莲|台东|香港|澳门)"
)
"""Regions, and cities that the register of places has not, at the beginning of a Han name."""

FIELD_BITS: dict[str, int] = {
    word: 1 << bit
    for bit, words in enumerate(
        (
            "science scientific", "technology polytechnic", "engineering", "medicine medical clinical", "normal teachers pedagogical",
            "agriculture farming", "forestry forest", "finance economics financial", "industry industries", "political law legal",
            "art arts fine", "music", "sport sports", "foreign language languages", "nationalities minzu ethnic", "transport highway railway",
            "ocean marine maritime", "fishery aquatic", "water hydropower", "electric power", "electronic electronics", "petroleum oil",
            "chemical chemistry", "mining mine coal", "geology geological", "materials", "machinery mechanical", "architecture construction",
            "textile fashion", "food grain", "energy", "environment ecology", "information computer computing software", "communications",
            "aviation aeronautical aerospace astronautics", "ship", "automobile", "nuclear", "physics", "mathematical mathematics",
            "earthquake", "meteorological atmospheric", "biological biology life", "cancer tumor", "children maternal child", "traditional",
            "stomatology stomatological dental", "eye ophthalmology", "business commerce", "education", "social humanities", "culture tourism",
            "vocational", "media film", "military army naval navy", "plant botany", "animal veterinary", "optics laser", "police public security",
            "health", "city urban", "applied", "design",
        )
    )
    for word in words.split()
}  # fmt: skip
"""Words of `Parts.concepts` that say what a body is about -> one bit for each of 63 fields."""
