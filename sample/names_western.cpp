// Names outside China, most frequent first. Order after the public counts of the US Census Bureau and Social
// Security Administration, the ONS, the German and French registers' published lists, and Japan's insurers'
// surveys.
#include "sample/names_tables.h"

namespace kith::sample {

std::string_view english_male_table() noexcept {
  return R"(
James John Robert Michael William David Richard Thomas Joseph Charles Christopher Daniel Matthew Anthony Mark Paul
Steven Andrew Kenneth Joshua Kevin Brian George Edward Timothy Ronald Jason Jeffrey Ryan Jacob Gary Nicholas Eric
Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Frank Alexander Raymond Patrick Jack Dennis Jerry
Tyler Aaron Jose Adam Henry Nathan Douglas Zachary Peter Kyle Walter Ethan Jeremy Harold Keith Christian Roger Noah
Gerald Carl Terry Sean Austin Arthur Lawrence Jesse Dylan Bryan Joe Jordan Billy Bruce Albert Willie Gabriel Logan
Alan Juan Wayne Roy Ralph Randy Eugene Vincent Russell Elijah Louis Bobby Philip Johnny Oliver Harry Graham Simon
Stuart Ian Neil Martin Craig Colin Nigel Trevor Darren Lee Callum Connor Liam Owen Rhys Gareth Hugh Duncan Malcolm
)";
}

std::string_view english_female_table() noexcept {
  return R"(
Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Margaret Sandra Ashley
Kimberly Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Kathleen
Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine Debra Rachel Carolyn Janet
Catherine Maria Heather Diane Ruth Julie Olivia Joyce Virginia Victoria Kelly Lauren Christina Joan Evelyn Judith
Megan Andrea Cheryl Hannah Jacqueline Martha Gloria Teresa Ann Sara Madison Frances Kathryn Janice Jean Abigail Alice
Julia Judy Sophia Grace Denise Amber Doris Marilyn Danielle Beverly Isabella Theresa Diana Natalie Brittany Charlotte
Marie Kayla Alexis Lori Gemma Claire Fiona Tracey Lucy Chloe Zoe Hayley Kirsty Bethany Imogen Eleanor Harriet Philippa
)";
}

std::string_view american_family_table() noexcept {
  return R"(
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson
Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young
Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers
Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez
Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez Powell
Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Gonzales Fisher Vasquez Simmons Romero Jordan
Patterson Alexander Hamilton Graham Reynolds Griffin Wallace Moreno West Cole Hayes Bryant Herrera Gibson Ellis Tran
Medina Aguilar Stevens Murray Ford Castro Marshall Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells
Vargas Henry Chen Freeman Webb Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder
Mason Dixon Munoz Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Rose Stone Salazar Fox Warren Mills Meyer Rice
Schmidt Garza Daniels Ferguson Nichols Stephens Soto Weaver Ryan Gardner Payne Grant Dunn Kelley Spencer Hawkins
O'Brien O'Connor O'Neill
)";
}

std::string_view british_family_table() noexcept {
  return R"(
Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts
Green Hall Wood Jackson Clarke Khan Hughes Edwards Thomas Harris Lewis Turner Hill Cooper Moore Ward Morris Clark Lee
King Baker Harrison Morgan Allen James Scott Phillips Watson Davis Parker Price Bennett Young Griffiths Mitchell Kelly
Cook Carter Richardson Bailey Collins Bell Shaw Murphy Miller Cox Richards Marshall Simpson Ali Anderson Adams Singh
Hussain Begum Wilkinson Foster Chapman Mason Rogers Webb Gray Hunt Knight Palmer Holmes Mills Campbell Barnes Matthews
Lloyd Stevens Butler Barker Fisher Ellis Harvey Murray Reid Stewart Graham Fletcher Robertson Ross Henderson Paterson
MacDonald McKenzie Fraser Hamilton Johnston Ferguson Pearson Dixon Hart Reynolds Fox Gibson Gordon Burton West Cole
Wells Rose Walsh Ryan Byrne O'Connor O'Sullivan Begley Spencer Dawson Elliott Ahmed Hayes Newton Perry Francis Sutton
Lawrence Page Atkinson Booth Hopkins Parry Powell Pritchard Howells Rees Bowen Jenkins Bevan Armstrong Crawford Boyle
Sinclair Muir Burns Kerr Duncan Cunningham Hawkins Osborne Bishop Payne Cross Carr Nicholson Sharp Bird Lane Riley Kaur
Akhtar Mahmood Shah Chowdhury Miah Thorpe Whitehead Holt Barnett Gill Goodwin Hodgson Yates Wilkins Frost Potter Barton
Nash Parsons Gilbert Gardner Warren Marsh Long Tucker Austin Stephenson Hudson Cooke Owen Watts Gregory Rowe Day Hardy
)";
}

std::string_view german_male_table() noexcept {
  return R"(
Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Günter Stefan Christian Uwe Werner Horst Frank Dieter Manfred
Gerhard Hans Bernd Thorsten Martin Matthias Jens Markus Alexander Jan Sebastian Daniel Florian Philipp Tobias Maximilian
Lukas Felix Paul Jonas Leon Finn Tim Niklas Julian Moritz David Fabian Benjamin Simon Johannes Marcel Patrick Sven
Rainer Karl Heinz Ralf Jörg Oliver Dirk Holger Kai Mehmet Mustafa Björn Sönke Rüdiger
)";
}

std::string_view german_female_table() noexcept {
  return R"(
Ursula Monika Petra Elisabeth Sabine Renate Helga Karin Brigitte Ingrid Andrea Susanne Claudia Gisela Birgit Christa
Julia Anna Martina Stefanie Angelika Nicole Heike Gabriele Barbara Katharina Melanie Christina Sandra Anja Kerstin Lena
Laura Sarah Lisa Marie Sophie Emma Mia Hannah Leonie Lea Johanna Jana Franziska Vanessa Jasmin Nadine Katrin Ute Silke
Bärbel Jördis Käthe Fatma Ayşe Antje Frauke Hildegard Irmgard Sigrid
)";
}

std::string_view german_family_table() noexcept {
  return R"(
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann
Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn
Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon
Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas
Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff
Pfeiffer Yılmaz Kaya Demir Nowak Kowalski Petersen Hansen Jansen
)";
}

std::string_view french_male_table() noexcept {
  return R"(
Jean Pierre Michel André Philippe Alain Bernard Jacques Daniel François Christophe Patrick Nicolas Laurent Stéphane
Frédéric Olivier Julien Thierry Sébastien Pascal Éric David Christian Thomas Alexandre Kévin Maxime Antoine Guillaume
Romain Vincent Mathieu Benjamin Lucas Hugo Louis Gabriel Arthur Jules Raphaël Léo Adam Nathan Théo Clément Quentin
Jérôme Bruno Gérard Marcel René Serge Yves Didier Mohamed Karim Rémi Benoît Fabrice
)";
}

std::string_view french_female_table() noexcept {
  return R"(
Marie Nathalie Isabelle Sylvie Catherine Françoise Martine Christine Monique Valérie Sandrine Stéphanie Véronique Sophie
Céline Chantal Patricia Anne Brigitte Julie Nicole Laurence Annie Émilie Dominique Virginie Aurélie Élodie Camille
Laura Léa Manon Sarah Chloé Emma Inès Jade Louise Alice Lina Mathilde Pauline Marion Charlotte Lucie Caroline Hélène
Delphine Corinne Jacqueline Jeanne Madeleine Simone Fatima Nadia Agnès Béatrice Élise Noémie Zoé
)";
}

std::string_view french_family_table() noexcept {
  return R"(
Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand
Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin
Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu
Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière
Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger
Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq
Guillaume Lecomte López Jean Dupuy Guillot Hubert Berger Carpentier Sánchez Dupuis Moulin Louis Deschamps Huet Vasseur
)";
}

std::string_view japanese_male_table() noexcept {
  return R"(
Hiroshi Takashi Kenji Akira Makoto Satoshi Kazuya Daisuke Kenta Takuya Shota Ryota Haruto Yuto Sota Yuki Hayato Haruki
Ryusei Koki Sora Ren Riku Taiga Kaito Naoki Tsuyoshi Manabu Osamu Minoru Shigeru Isamu Kiyoshi Masao Yoshio Hideki
Tetsuya Koji Shinji Yusuke Tatsuya Masahiro Kazuhiro Hiroyuki Tomohiro Yasuhiro Keisuke Shun Jun Ken
)";
}

std::string_view japanese_female_table() noexcept {
  return R"(
Yoko Keiko Kazuko Sachiko Hiroko Yoshiko Toshiko Michiko Akiko Noriko Tomoko Yumi Kumiko Mayumi Naomi Yuko Megumi Kaori
Emi Ai Yuka Miho Asami Mai Misaki Nanami Sakura Yui Aoi Hina Rin Mei Honoka Akari Ichika Himari Yuna Sara Mio Koharu
Haruka Ayaka Chihiro Rie Eri Maki Mika Reiko Setsuko Fumiko
)";
}

std::string_view japanese_family_table() noexcept {
  return R"(
Sato Suzuki Takahashi Tanaka Ito Watanabe Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Yamaguchi Matsumoto
Inoue Kimura Hayashi Saito Shimizu Yamazaki Mori Abe Ikeda Hashimoto Yamashita Ishikawa Nakajima Maeda Fujita Ogawa
Goto Okada Hasegawa Murakami Kondo Ishii Sakamoto Endo Aoki Fujii Nishimura Fukuda Ota Miura Fujiwara Okamoto Matsuda
Nakagawa Nakano Harada Ono Tamura Takeuchi Kaneko Wada Nakayama Ishida Ueda Morita Hara Shibata Sakai Kudo Yokoyama
Miyazaki Miyamoto Uchida Takagi Ando Taniguchi Ohno Maruyama Imai Takada Fujimoto Takeda Murata Ueno Sugiyama Masuda
)";
}

std::string_view singapore_chinese_family_table() noexcept {
  return R"(
Tan Lim Lee Ng Ong Wong Goh Chua Chan Koh Teo Ang Yeo Tay Ho Low Toh Sim Chong Chia Seah Chew Foo Loh Quek Kwek Yap
Heng Leong Phua Soh Neo Cheng Lau Khoo Tham Poh Chin Wee Lai
)";
}

std::string_view singapore_chinese_male_table() noexcept {
  return R"(
Wei_Ming Jun_Jie Kok_Wai Boon_Kiat Chee_Keong Wei_Jie Jia_Hao Zhi_Wei Kah_Seng Hock_Seng Eng_Huat Kian_Ann Jun_Wei
Yong_Sheng Beng_Huat Teck_Hock Swee_Leong Cheng_Han Zi_Xuan Ming_Kai Kelvin Benjamin Desmond Adrian Marcus Jeremy
)";
}

std::string_view singapore_chinese_female_table() noexcept {
  return R"(
Mei_Ling Hui_Min Li_Ying Siew_Lan Xin_Yi Pei_Shan Jia_Min Wan_Ting Bee_Hoon Geok_Lan Shu_Fen Yi_Ling Kim_Hua Soo_Ching
Lay_Hoon Xiu_Wen Hui_Ling Yan_Ting Sok_Hwa Poh_Choo Rachel Cheryl Joanne Vanessa Serene Michelle
)";
}

std::string_view malay_male_table() noexcept {
  return "Muhammad_Faiz Ahmad Hafiz Azman Rosli Iskandar Zulkifli Hakim Farhan Irfan Ismail Rahman Amirul "
         "Syafiq Yusof";
}

std::string_view malay_female_table() noexcept {
  return "Nurul_Huda Siti_Aminah Aisyah Farah Nadia Hidayah Zainab Rohana Fatimah Liyana Sharifah Noraini "
         "Haslinda Suraya";
}

std::string_view tamil_male_table() noexcept {
  return "Rajesh Suresh Kumar Arjun Ganesh Vijay Prakash Ravi Karthik Dinesh Anand Mohan Siva Harish Naveen";
}

std::string_view tamil_female_table() noexcept {
  return "Priya Lakshmi Kavitha Deepa Anitha Shanti Meena Divya Revathi Sangeetha Vani Uma Geetha Nithya "
         "Radha";
}

std::string_view tamil_family_table() noexcept {
  return "Nair Pillai Menon Krishnan Raman Subramaniam Naidu Rajan Govindasamy Muthu Chandran Balakrishnan "
         "Singh Kaur";
}

}  // namespace kith::sample
