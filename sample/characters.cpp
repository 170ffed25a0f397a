#include "sample/characters.h"

#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "sample/names_tables.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

// Characters beside those of the name tables that a call-centre clerk may write for a sound.
constexpr std::string_view more_sounds =
    "炜wei 维wei 惟wei 娓wei 民min 闽min 珉min 静jing 婧jing 璟jing 菁jing 晶jing 精jing 立li 礼li 俐li 莉li "
    "历li 理li "
    "章zhang 彰zhang 扬yang 羊yang 晨chen 辰chen 沉chen 赵zhao 照zhao 兆zhao 煌huang 凰huang 武wu 午wu "
    "舟zhou 洲zhou "
    "旭xu 序xu 笋sun 荪sun 珠zhu 竹zhu 湖hu 虎hu 果guo 国guo 合he 河he 稿gao 琳lin 临lin 落luo 洛luo 政zheng "
    "正zheng "
    "良liang 粮liang 邪xie 协xie 颂song 堂tang 棠tang 需xu 涵han 寒han 等deng 枫feng 丰feng 草cao 鹏peng "
    "朋peng 增zeng "
    "消xiao 箫xiao 天tian 甜tian 洞dong 潘pan 攀pan 圆yuan 元yuan 媛yuan 才cai 讲jiang 鱼yu 瑜yu 渔yu 渡du "
    "业ye 晔ye "
    "成cheng 承cheng 为wei 素su 旅lv 定ding 仁ren 芦lu 摇yao 申shen 中zhong 忠zhong 将jiang 翠cui 谈tan 路lu "
    "饭fan 旺wang "
    "时shi 实shi 今jin 围wei 甲jia 下xia 傅fu 富fu 芳fang 周zhou 百bai 梦meng 琴qin 球qiu 厚hou 引yin 学xue "
    "言yan 累lei "
    "隆long 李li 是shi 桃tao 贺he 猫mao 好hao 故gu 功gong 少shao 婉wan 五wu 前qian 带dai 墨mo 项xiang "
    "长chang";

// Pairs that the eye takes for each other.
constexpr std::string_view look_alikes[] = {
    "王玉", "未末", "己已", "士土", "日曰", "刘对", "李季", "杨扬", "徐涂", "宋末", "孙孔", "陈阵", "张弘",
    "周同", "吴昊", "黄寅", "林材", "郭敦", "何伺", "高亮", "罗萝", "梁粱", "谢榭", "唐康", "许诉", "韩朝",
    "冯玛", "曹槽", "彭澎", "曾会", "肖尚", "田由", "董重", "袁哀", "潘蕃", "蔡葵", "蒋奖", "余佘", "于干",
    "杜社", "叶汁", "程稈", "魏巍", "苏办", "吕昌", "丁了", "任仕", "卢户", "姚桃", "沈沉", "钟钏", "崔催",
    "陆陇", "汪汗", "石右", "金全", "韦书", "夏复", "方万", "白自", "孟盂", "秦泰", "侯候", "江汪", "尹伊",
    "薛薜", "闫闰", "龙尤", "史吏", "陶淘", "贺贸", "毛手", "顾颀", "戴载", "莫英", "晓哓", "洋样", "娜挪",
    "婷停", "静净", "伟炜", "敏敝", "丽两", "强犟", "磊垒", "军车", "勇男", "杰木", "涛祷", "明朋", "鹏鹤",
    "辉晖", "飞气", "波披", "斌赋", "宇字", "浩洁", "凯饥", "健键", "俊峻", "峰锋", "建健", "志忐", "文丈",
    "海诲", "霞露", "秀季", "英莫", "红江", "燕蒸", "玲铃", "梅海", "兰三", "萍苹", "丹舟", "雪雷", "倩情",
    "慧彗", "莉荆", "洁结", "颖颍", "晶品", "莹萤", "芬芳", "桂佳", "凤风", "珍诊", "怡恰", "思恩", "诗诸",
    "雅难", "琪棋", "瑶谣", "璐露", "月目"};

constexpr std::string_view traditional_pairs =
    "张張刘劉陈陳杨楊黄黃赵趙吴吳孙孫马馬罗羅郑鄭谢謝许許韩韓邓鄧冯馮肖蕭萧蕭蒋蔣叶葉苏蘇吕呂卢盧钟鐘谭譚陆陸"
    "汪汪范範"
    "韦韋贾賈邹鄒侯侯薛薛闫閆龙龍贺賀顾顧龚龔邵邵万萬钱錢严嚴汤湯庄莊乔喬赖賴施施聂聶关關单單欧歐齐齊岳岳"
    "伟偉强強军軍杰傑涛濤刚剛辉輝飞飛宾賓凯凱剑劍俊俊锋鋒国國东東亚亞荣榮贵貴云雲世世义義忠忠宝寶铭銘诚誠岩岩"
    "丽麗艳豔静靜娟娟红紅兰蘭萍萍莹瑩颖穎莉莉凤鳳珍珍华華梦夢诗詩语語涵涵雅雅爱愛晓曉娇嬌妍妍馨馨韵韻银銀锦錦"
    "铃鈴"
    "广廣东東苏蘇浙浙庆慶辽遼宁寧龙龍陕陝云雲贵貴肃肅疆疆区區县縣镇鎮乡鄉街街号號楼樓单單元元室室栋棟园園华華"
    "庭庭"
    "阳陽绿綠锦錦丽麗盛盛门門滨濱湾灣层層环環创創业業务務财財广廣场場际際厦廈厅廳圆圓长長泽澤湖湖济濟青青岛島"
    "无無锡錫扬揚温溫绍紹临臨沂沂烟煙潍濰连連长長尔爾滨濱福福门門厦廈芜蕪赣贛鲁魯乌烏鲁魯齐齊宁寧兴興复復"
    "会會议議网網络絡电電贸貿机機械械设設备備装裝饰飾应應链鏈医醫疗療药藥汽汽车車传傳媒媒询詢环環术術责責团團"
    "万萬与與专專丰豐临臨为為举舉乐樂习習书書买買争爭产產亿億优優伤傷体體侧側债債倾傾储儲儿兒党黨兰蘭养養内內"
    "冲沖决決净淨减減刘劉则則创創别別刹剎动動劳勞势勢励勵区區协協历歷压壓厅廳县縣参參双雙发發变變叶葉听聽员"
    "員";

using Alternatives = std::unordered_map<char32_t, std::vector<char32_t>>;

Alternatives read_sounds() {
  std::map<std::string_view, std::vector<char32_t>> by_sound;
  Alternatives out;
  for (auto table : {chinese_family_table(), chinese_male_table(), chinese_female_table(), more_sounds}) {
    const WordTable words(table);
    for (const Word& word : words.words()) {
      std::size_t at = 0;
      char32_t c = next_code_point(word.text, at);
      if (at != word.text.size()) continue;
      auto& alike = by_sound[word.latin];
      bool known = false;
      for (char32_t other : alike) known = known || other == c;
      if (!known) alike.push_back(c);
    }
  }
  for (const auto& [sound, alike] : by_sound) {
    for (char32_t c : alike) {
      for (char32_t other : alike) {
        if (other != c) out[c].push_back(other);
      }
    }
  }
  return out;
}

const Alternatives& sounds() {
  static const Alternatives table = read_sounds();
  return table;
}

const Alternatives& looks() {
  static const Alternatives table = [] {
    Alternatives out;
    for (auto pair : look_alikes) {
      std::size_t at = 0;
      char32_t a = next_code_point(pair, at), b = next_code_point(pair, at);
      out[a].push_back(b);
      out[b].push_back(a);
    }
    return out;
  }();
  return table;
}

const std::unordered_map<char32_t, char32_t>& traditional_forms() {
  static const std::unordered_map<char32_t, char32_t> table = [] {
    std::unordered_map<char32_t, char32_t> out;
    for (std::size_t at = 0; at < traditional_pairs.size();) {
      char32_t simplified = next_code_point(traditional_pairs, at);
      out.emplace(simplified, next_code_point(traditional_pairs, at));
    }
    return out;
  }();
  return table;
}

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) out.push_back(next_code_point(text, at));
  return out;
}

std::string utf8(const std::u32string& text) {
  std::string out;
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

// The keys left and right of a key, on the rows of a QWERTY keyboard.
char32_t neighbour_key(Random& random, char32_t c) noexcept {
  constexpr std::string_view rows[] = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
                                       "QWERTYUIOP", "ASDFGHJKL",  "ZXCVBNM"};
  for (auto row : rows) {
    auto at = c < 0x80 ? row.find(static_cast<char>(c)) : std::string_view::npos;
    if (at == std::string_view::npos) continue;
    if (at == 0) return static_cast<unsigned char>(row[1]);
    if (at + 1 == row.size()) return static_cast<unsigned char>(row[at - 1]);
    return static_cast<unsigned char>(row[random.chance(0.5) ? at - 1 : at + 1]);
  }
  return c;
}

bool is_alphanumeric(char32_t c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string replaced_by(Random& random, std::string_view text, const Alternatives& alternatives) {
  auto points = code_points(text);
  if (points.empty()) return {};
  const std::size_t start = random.below(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    char32_t& c = points[(start + i) % points.size()];
    auto found = alternatives.find(c);
    if (found == alternatives.end()) continue;
    c = found->second[random.below(found->second.size())];
    return utf8(points);
  }
  return std::string(text);
}

}  // namespace

std::string mistyped(Random& random, std::string_view text) {
  auto points = code_points(text);
  if (points.size() < 2) return std::string(text);
  const std::size_t at = random.below(points.size());
  switch (random.below(4)) {
    case 0:
      points.erase(at, 1);
      break;
    case 1:
      if (is_alphanumeric(points[at])) {
        points.insert(at, 1, points[at]);
        break;
      }
      [[fallthrough]];
    case 2:
      if (is_alphanumeric(points[at])) {
        points[at] = neighbour_key(random, points[at]);
        break;
      }
      [[fallthrough]];
    default:
      std::swap(points[at], points[at + 1 < points.size() ? at + 1 : at - 1]);
      break;
  }
  return utf8(points);
}

std::string misheard(Random& random, std::string_view text) { return replaced_by(random, text, sounds()); }

std::string misread(Random& random, std::string_view text) { return replaced_by(random, text, looks()); }

std::string scanned(Random& random, std::string_view text) {
  constexpr std::string_view from = "0158OlSBoI", to = "OlSB015801";
  std::string out(text);
  if (out.empty()) return out;
  const std::size_t start = random.below(out.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    char& c = out[(start + i) % out.size()];
    auto found = from.find(c);
    if (found == std::string_view::npos) continue;
    c = to[found];
    break;
  }
  return out;
}

std::string traditional(std::string_view text) {
  const auto& table = traditional_forms();
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    auto found = table.find(c);
    append_utf8(out, found == table.end() ? c : found->second);
  }
  return out;
}

std::string full_width(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    append_utf8(out, is_alphanumeric(c) ? c + 0xFEE0 : c);
  }
  return out;
}

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string_view first_character(std::string_view text) noexcept {
  std::size_t at = 0;
  if (!text.empty()) next_code_point(text, at);
  return text.substr(0, at);
}

}  // namespace kith::sample
