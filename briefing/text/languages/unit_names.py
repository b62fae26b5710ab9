"""The names of units by language, with what one of each is in the unit of its kind, and of currencies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class UnitKind:
    """A unit: what it measures, and how many of the basic unit one of it is; none where nothing is converted."""

    measure: str
    size: Decimal | None


_UNITS = """
    % | share | - | % ٪ per_cent percent pour_cent percentage_points percentage_point points_de_pourcentage Prozent
        Prozentpunkte por_ciento por_cento بالمئة بالمائة في_المئة في_المائة
    km | length | 1000 | kilometres kilometre kilometers kilometer kilomètres kilomètre Kilometer Kilometern kilómetros
        kilómetro quilómetros quilômetros quilómetro quilômetro km كيلومتر كيلومترا كيلومترات كم
    mile | length | 1609.344 | miles mile milles Meilen millas milhas أميال ميل ميلا
    nautical mile | length | 1852 | nautical_miles nautical_mile milles_marins millas_náuticas milhas_náuticas Seemeilen
    metre | length | 1 | metres metre meters meter mètres mètre Meter Metern metros متر مترا أمتار
    foot | length | 0.3048 | feet foot ft pieds Fuß
    centimetre | length | 0.01 | centimetres centimetre centimeters centimètres centímetros Zentimeter cm سنتيمتر
    inch | length | 0.0254 | inches inch pulgadas polegadas
    km² | area | 1000000 | square_kilometres square_kilometre square_kilometers kilomètres_carrés kilómetros_cuadrados
        quilómetros_quadrados quilômetros_quadrados Quadratkilometer km² km2 sq_km كيلومتر_مربع
    square mile | area | 2589988 | square_miles square_mile sq_mi
    hectare | area | 10000 | hectares hectare hectáreas Hektar ha هكتار هكتارا هكتارات
    acre | area | 4046.856 | acres acre
    m² | area | 1 | square_metres square_meters mètres_carrés metros_cuadrados metros_quadrados Quadratmeter m²
    tonne | mass | 1000 | tonnes tonne tons ton metric_tons metric_tonnes toneladas tonelada Tonnen طن طنا أطنان
    kg | mass | 1 | kilograms kilogram kilogrammes kilogramme kilos kilo kg kilogramos quilogramas quilos Kilogramm كيلوغرام كغ
    gram | mass | 0.001 | grams gram grammes gramos gramas Gramm
    lb | mass | 0.45359237 | lbs lb
    litre | volume | 1 | litres litre liters liter litros litro Liter لتر لترا ليتر
    cubic metre | volume | 1000 | cubic_metres cubic_meters cubic_metre mètres_cubes metros_cúbicos Kubikmeter m³
    barrel | volume | 158.987 | barrels barrel barils baril barriles barris Barrel برميل برميلا
    gallon | volume | 3.785 | gallons gallon galones galões Gallonen
    °C | temperature | - | °C degrees_Celsius degree_Celsius degrés_Celsius grados_Celsius graus_Celsius Grad_Celsius
    °F | temperature | - | °F degrees_Fahrenheit degrés_Fahrenheit grados_Fahrenheit graus_Fahrenheit Grad_Fahrenheit
    km/h | speed | 1 | km/h kph kmh kilometres_per_hour kilometers_per_hour kilometres_an_hour kilomètres_par_heure
        kilomètres_à_l’heure kilómetros_por_hora quilómetros_por_hora quilômetros_por_hora Stundenkilometer
    mph | speed | 1.609344 | mph miles_per_hour miles_an_hour
    knot | speed | 1.852 | knots knot nœuds nudos Knoten
    second | time | 1 | seconds secondes segundos Sekunden
    minute | time | 60 | minutes minute minutos minuto Minuten دقيقة دقائق
    hour | time | 3600 | hours hour heures heure horas hora Stunden Stunde ساعة ساعات
    age | age | - | year-old years-old year_old years_old ans_d’âge años_de_edad anos_de_idade Jahre_alt Jahre_alten
    day | time | 86400 | days day jours jour días día dias dia Tage Tagen Tag أيام يوما يومًا
    week | time | 604800 | weeks week semaines semaine semanas semana Wochen Woche أسابيع أسبوعا
    month | years | 1 | months month mois meses Monate Monaten Monat أشهر شهرا شهور
    year | years | 12 | years year ans années année años año anos ano Jahre Jahren Jahr سنوات سنة عاما عامًا أعوام
    GW | power | 1000 | gigawatts gigawatt GW
    MW | power | 1 | megawatts megawatt mégawatts megavatios MW
    kW | power | 0.001 | kilowatts kilowatt kW
    $ | money | - | US_dollars U.S._dollars dollars dollar USD US$ $ dólares dólar Dollar دولار دولارا دولارات
        dollars_américains
    € | money | - | euros euro EUR € يورو
    £ | money | - | pounds_sterling pounds GBP £ livres_sterling libras_esterlinas
    CFA | money | - | CFA_francs francs_CFA FCFA CFA XOF XAF
    Swiss franc | money | - | Swiss_francs francs_suisses CHF Schweizer_Franken
    yen | money | - | yen yens JPY ¥
    yuan | money | - | yuan yuans CNY renminbi
    rupee | money | - | rupees rupee roupies roupie INR PKR ₹
    naira | money | - | naira nairas NGN ₦
    rouble | money | - | roubles rouble rubles ruble RUB ₽
    real | money | - | reais BRL R$
    peso | money | - | pesos peso MXN ARS COP
    shilling | money | - | shillings shilling KES TZS UGX
    rand | money | - | rand rands ZAR
    dinar | money | - | dinars dinar dinares دينار دينارا
    dirham | money | - | dirhams dirham درهم درهما
    lira | money | - | lira liras TRY ₺ ليرة
    riyal | money | - | riyals riyal SAR ريال ريالا
"""


def _read() -> tuple[dict[str, UnitKind], dict[str, str]]:
    kinds: dict[str, UnitKind] = {}
    names: dict[str, str] = {}
    lines = _UNITS.strip().splitlines()
    unit = ""
    for line in lines:
        *head, words = (part.strip() for part in line.split(" | "))
        if head:
            unit, measure, size = head
            kinds[unit] = UnitKind(measure, None if size == "-" else Decimal(size))
        names |= {name.replace("_", " "): unit for name in words.split()}
    return kinds, names


UNIT_KINDS, UNIT_OF = _read()
"""What each unit measures, and the unit that each name means."""
