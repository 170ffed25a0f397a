// Cities outside China with the area codes and postcode beginnings that their postal and numbering
// authorities publish.
#include "sample/places_tables.h"

namespace kith::sample {

std::string_view usa_city_table() noexcept {
  return R"(
NY|New York|212|100|84|Manhattan
NY|Brooklyn|718|112|27|
CA|Los Angeles|213|900|39|
IL|Chicago|312|606|27|
TX|Houston|713|770|23|
AZ|Phoenix|602|850|16|
PA|Philadelphia|215|191|16|
TX|San Antonio|210|782|14|
CA|San Diego|619|921|14|
TX|Dallas|214|752|13|
CA|San Jose|408|951|10|
TX|Austin|512|787|10|
FL|Jacksonville|904|322|9|
TX|Fort Worth|817|761|9|
OH|Columbus|614|432|9|
NC|Charlotte|704|282|9|
CA|San Francisco|415|941|9|
IN|Indianapolis|317|462|9|
WA|Seattle|206|981|7|
CO|Denver|303|802|7|
DC|Washington|202|200|7|
MA|Boston|617|021|7|
TN|Nashville|615|372|7|
MI|Detroit|313|482|6|
OR|Portland|503|972|6|
NV|Las Vegas|702|891|6|
KY|Louisville|502|402|6|
MD|Baltimore|410|212|6|
WI|Milwaukee|414|532|6|
NM|Albuquerque|505|871|6|
CA|Sacramento|916|958|5|
GA|Atlanta|404|303|5|
MO|Kansas City|816|641|5|
FL|Miami|305|331|5|
NC|Raleigh|919|276|5|
NE|Omaha|402|681|5|
MN|Minneapolis|612|554|4|
OK|Tulsa|918|741|4|
LA|New Orleans|504|701|4|
OH|Cleveland|216|441|4|
PA|Pittsburgh|412|152|3|
UT|Salt Lake City|801|841|2|
)";
}

std::string_view britain_city_table() noexcept {
  return R"(
Greater London|London|20|SW|60|Clapham,Battersea,Brixton,Putney
Greater London|London|20|SE|50|Greenwich,Southwark,Peckham,Lewisham
Greater London|London|20|N|40|Islington,Hackney,Finsbury,Highgate
West Midlands|Birmingham|121|B|26|Edgbaston,Moseley,Erdington
West Yorkshire|Leeds|113|LS|18|Headingley,Roundhay
Glasgow City|Glasgow|141|G|15|Hillhead,Govan
South Yorkshire|Sheffield|114|S|13|Hillsborough,Ecclesall
Greater Manchester|Manchester|161|M|13|Didsbury,Chorlton,Levenshulme
City of Edinburgh|Edinburgh|131|EH|12|Leith,Morningside
Merseyside|Liverpool|151|L|11|Wavertree,Anfield
Bristol|Bristol|117|BS|11|Clifton,Bedminster
Cardiff|Cardiff|29|CF|8|Roath,Canton
Leicestershire|Leicester|116|LE|8|
West Midlands|Coventry|24|CV|8|
Nottinghamshire|Nottingham|115|NG|7|
Tyne and Wear|Newcastle upon Tyne|191|NE|7|
East Sussex|Brighton|1273|BN|6|
Devon|Plymouth|1752|PL|5|
Oxfordshire|Oxford|1865|OX|3|
Cambridgeshire|Cambridge|1223|CB|3|
Norfolk|Norwich|1603|NR|3|
Aberdeen City|Aberdeen|1224|AB|3|
)";
}

std::string_view germany_city_table() noexcept {
  return R"(
Berlin|Berlin|30|10|36|Mitte,Kreuzberg,Pankow,Charlottenburg
Hamburg|Hamburg|40|20|18|Altona,Eimsbüttel,Wandsbek
Bayern|München|89|80|15|Schwabing,Sendling,Bogenhausen
Nordrhein-Westfalen|Köln|221|50|11|Ehrenfeld,Nippes,Deutz
Hessen|Frankfurt am Main|69|60|8|Bornheim,Sachsenhausen
Baden-Württemberg|Stuttgart|711|70|6|Bad Cannstatt,Vaihingen
Nordrhein-Westfalen|Düsseldorf|211|40|6|Bilk,Pempelfort
Sachsen|Leipzig|341|04|6|Plagwitz,Gohlis
Nordrhein-Westfalen|Dortmund|231|44|6|
Nordrhein-Westfalen|Essen|201|45|6|
Bremen|Bremen|421|28|6|
Sachsen|Dresden|351|01|6|
Niedersachsen|Hannover|511|30|5|
Bayern|Nürnberg|911|90|5|
Nordrhein-Westfalen|Duisburg|203|47|5|
Nordrhein-Westfalen|Bochum|234|44|4|
Nordrhein-Westfalen|Bonn|228|53|3|
Nordrhein-Westfalen|Münster|251|48|3|
Baden-Württemberg|Karlsruhe|721|76|3|
Baden-Württemberg|Mannheim|621|68|3|
Bayern|Augsburg|821|86|3|
Hessen|Wiesbaden|611|65|3|
Baden-Württemberg|Freiburg im Breisgau|761|79|2|
)";
}

std::string_view france_city_table() noexcept {
  return R"(
Île-de-France|Paris|1|750|21|
Provence-Alpes-Côte d'Azur|Marseille|4|130|9|
Auvergne-Rhône-Alpes|Lyon|4|690|5|
Occitanie|Toulouse|5|310|5|
Provence-Alpes-Côte d'Azur|Nice|4|060|3|
Pays de la Loire|Nantes|2|440|3|
Occitanie|Montpellier|4|340|3|
Grand Est|Strasbourg|3|670|3|
Nouvelle-Aquitaine|Bordeaux|5|330|3|
Hauts-de-France|Lille|3|590|2|
Bretagne|Rennes|2|350|2|
Grand Est|Reims|3|510|2|
Auvergne-Rhône-Alpes|Saint-Étienne|4|420|2|
Normandie|Le Havre|2|760|2|
Bourgogne-Franche-Comté|Dijon|3|210|2|
Auvergne-Rhône-Alpes|Grenoble|4|380|2|
Pays de la Loire|Angers|2|490|1|
)";
}

std::string_view japan_city_table() noexcept {
  return R"(
Tokyo|Tokyo|3|16|97|Shinjuku-ku,Setagaya-ku,Nerima-ku,Ota-ku,Adachi-ku,Suginami-ku
Kanagawa|Yokohama|45|22|37|Naka-ku,Kohoku-ku,Tsurumi-ku
Osaka|Osaka|6|53|27|Kita-ku,Naniwa-ku,Yodogawa-ku
Aichi|Nagoya|52|46|23|Naka-ku,Chikusa-ku,Midori-ku
Hokkaido|Sapporo|11|06|19|Chuo-ku,Kita-ku
Fukuoka|Fukuoka|92|81|16|Hakata-ku,Chuo-ku
Hyogo|Kobe|78|65|15|Nada-ku,Suma-ku
Kyoto|Kyoto|75|60|14|Fushimi-ku,Sakyo-ku
Miyagi|Sendai|22|98|10|Aoba-ku,Izumi-ku
Hiroshima|Hiroshima|82|73|11|Naka-ku,Minami-ku
)";
}

std::string_view singapore_city_table() noexcept {
  return R"(
|Singapore|6|46|30|Bedok,Tampines,Pasir Ris
|Singapore|6|56|25|Ang Mo Kio,Bishan,Toa Payoh
|Singapore|6|64|25|Jurong East,Jurong West,Clementi
|Singapore|6|73|20|Woodlands,Yishun,Sembawang
|Singapore|6|82|15|Punggol,Sengkang
)";
}

}  // namespace kith::sample
