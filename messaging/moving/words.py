"""Words by which the contents of a stranger's column are known. All folded (``lib.turkish``)."""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    abdullah adem ahmet ali alper arda asli aydin ayhan ayse aysegul baris berk berna betul
    beyza bilal bulent burak burcu busra can cem cemal cengiz ceren cihan damla defne deniz
    derya didem dilek ebru ece eda elif emine emir emrah emre ender engin ercan erdal erdem
    eren erhan erkan ersin esra eylul eymen fadime faruk fatih fatma ferhat figen filiz
    furkan gamze gizem gokhan gonca gul gulay gulsen hakan halil halime hamza handan harun
    hasan hatice havva huseyin ibrahim ilhan ilker irem isil isik ismail kadir kamil kemal kerem
    koray kubra kursat levent leyla mahmut mehmet melek melih melis meltem meral merve mert
    meryem mesut metin mine miray muhammed murat musa mustafa muzaffer nazli nermin nesrin
    nihat nisa nuray nurcan nuri oguz okan omer onur orhan osman ozan ozge ozgur ozlem pelin
    pinar ramazan recep reyhan ridvan sabri salih sami seda sedat selim selin sema semih
    senem serap serdar serhat serkan sevda sevgi sevil sevim sibel sinan songul suat sukru
    suleyman sule sultan tamer taner tarik tolga tuba tugba tugce tulay tuncay turan turgut
    ufuk ugur umit umut veli volkan yasar yasemin yasin yavuz yeliz yigit yildiz yilmaz
    yunus yusuf zafer zehra zekeriya zeki zeliha zeynep zuhal
    """.split()  # noqa: SIM905
)
STATES = frozenset(
    """
    iletildi iletilmedi ulasti ulasmadi basarili basarisiz beklemede bekliyor gonderildi
    gonderilemedi gonderilmedi delivered undelivered failed pending sent rejected expired
    zamanasimi hatali karaliste reddedildi iptal
    """.split()  # noqa: SIM905
)
SOURCES = frozenset(
    """
    firma alici musteri ret web panel sms api excel kullanici abone operator iys recipient
    firm customer smsret webret
    """.split()  # noqa: SIM905
)
# The person's own wish in the words of other panels; all else is the firm's.
RECIPIENT_SOURCES = frozenset(
    """
    alici musteri ret web sms abone kullanici iys recipient customer smsret webret
    """.split()  # noqa: SIM905
)
EMPTY_HEADINGS = ("sutun", "kolon", "column", "unnamed", "alan")
