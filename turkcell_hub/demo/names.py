"""Invented people and places for the sample firm; nobody real is meant."""

FIRST = (
    "Ayşe Fatma Zeynep Elif Emine Hatice Merve Büşra Esra Şeyma İrem Gülşah Özlem Çiğdem "
    "Tuğba Derya Sevgi Hülya Nazlı Ebru Pınar Yasemin Gamze Işıl Mehmet Mustafa Ahmet Ali "
    "Hüseyin Hasan İbrahim Osman Yusuf Murat Ömer Emre Burak Kerem Çağrı Şükrü Uğur Oğuz "
    "Barış Tolga Serkan Volkan Gökhan Ümit Rıza Doğan Cem Kaan Yiğit Sinan Erdem İlker Tarık "
    "Nihat Cihan Özgür"
).split()
LAST = (
    "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç "
    "Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Erdoğan Güneş Akın Bulut Aksoy Taş "
    "Ünal Güler Tekin Işık Avcı Bozkurt Uçar Ateş Gül Sarı Keskin Duman Karaca Ekinci Tuncer "
    "Gündoğdu Öz Balcı Sönmez Uysal Toprak Çakır İnce Baş Köse Ağaoğlu Değirmenci Kahraman"
).split()
CITIES = (
    "İstanbul Ankara İzmir Bursa Antalya Adana Konya Gaziantep Kayseri Eskişehir Denizli "
    "Muğla Trabzon Samsun Manisa Balıkesir Aydın Tekirdağ"
).split()
PREFIXES = (
    "530 531 532 533 535 536 537 538 541 542 543 544 545 546 505 506 507 551 552 553 554 555"
).split()
