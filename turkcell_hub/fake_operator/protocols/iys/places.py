"""Cities by their plate codes, and the towns of the three largest."""

from __future__ import annotations

from typing import Any

_CITIES = (
    "Adana,Adıyaman,Afyonkarahisar,Ağrı,Amasya,Ankara,Antalya,Artvin,Aydın,Balıkesir,Bilecik,"
    "Bingöl,Bitlis,Bolu,Burdur,Bursa,Çanakkale,Çankırı,Çorum,Denizli,Diyarbakır,Edirne,Elazığ,"
    "Erzincan,Erzurum,Eskişehir,Gaziantep,Giresun,Gümüşhane,Hakkari,Hatay,Isparta,Mersin,"
    "İstanbul,İzmir,Kars,Kastamonu,Kayseri,Kırklareli,Kırşehir,Kocaeli,Konya,Kütahya,Malatya,"
    "Manisa,Kahramanmaraş,Mardin,Muğla,Muş,Nevşehir,Niğde,Ordu,Rize,Sakarya,Samsun,Siirt,Sinop,"
    "Sivas,Tekirdağ,Tokat,Trabzon,Tunceli,Şanlıurfa,Uşak,Van,Yozgat,Zonguldak,Aksaray,Bayburt,"
    "Karaman,Kırıkkale,Batman,Şırnak,Bartın,Ardahan,Iğdır,Yalova,Karabük,Kilis,Osmaniye,Düzce"
)
_TOWNS = {
    "06": "Altındağ,Çankaya,Keçiören,Mamak,Yenimahalle",
    "34": "Beşiktaş,Fatih,Kadıköy,Şişli,Üsküdar",
    "35": "Bornova,Buca,Karşıyaka,Konak,Torbalı",
}
CITIES: list[dict[str, Any]] = [
    {"code": f"{number:02}", "name": name} for number, name in enumerate(_CITIES.split(","), 1)
]
TOWNS: list[dict[str, Any]] = [
    {"code": f"{city}{number:02}", "name": name, "city_code": city}
    for city, names in _TOWNS.items()
    for number, name in enumerate(names.split(","), 1)
]
BY_KIND = {"city": CITIES, "town": TOWNS}
