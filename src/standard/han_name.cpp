#include "standard/han_name.h"

#include <algorithm>
#include <array>

#include "standard/characters.h"

namespace kith::standard {
namespace {

constexpr std::string_view single_names =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭"
    "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢"
    "安齐易"
    "乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游"
    "辛靳"
    "欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全"
    "佟应"
    "臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚"
    "鄢劳"
    "谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁"
    "芮都"
    "普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶"
    "斯元"
    "束檀衣信展阴昝智幸奉植衡富尧闭由"
    "常代丘扬候占荀雒綦种眭渠旷操历凡黑贝靖言英铁达木巨延才户伦从香青里释轩玄秋福泮汲税郄招励忻过蹇要藏腾生畅"
    "毋矫"
    "郗郦郇水穰昌堵乜养须钮龚蓬酆酒浑濮琴扶籍宓逄暴莘养后空缑亥琚侍粘是付闫萧仉覃钭鄂咸劭谯芈亶郏茆逮郅蒯弓隗"
    "山牧"
    "桓咎邴糜郸弘伯赖戢兀庾暨步耶岳蔚越夔聂敖融訾辛阚那简饶空沙乜丰巢蒯相查后荆红竺权盖益桓羿贡杭洪诸钮郝崔"
    "萧寿尧尹滑裴贲胥经应干解莘党谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连"
    "茹习"
    "宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚"
    "鍾趙錢孫吳鄭馮陳褚衛蔣韓楊許呂張嚴華戚謝鄒喻蘇潘範魯韋馬鳳花方俞任袁柳鮑費湯羅畢鄔鄧賀倪滕殷郝樂於時傅齊"
    "顧孟黃蕭邵龐舒項董杜阮藍閔賈江郭梅盛林刁鍾駱蔡樊淩霍單葉寧欒劉龍萬盧莊連溫關聞蒼雙鞏紀傅苍双风凤";

constexpr auto compound_names = std::to_array<std::string_view>({
    "欧阳", "歐陽", "上官", "司马", "司馬",   "诸葛", "諸葛", "夏侯",   "皇甫",     "尉迟",
    "公孙", "公孫", "慕容", "长孙", "宇文",   "司徒", "司空", "令狐",   "独孤",     "南宫",
    "东方", "西门", "轩辕", "端木", "呼延",   "申屠", "太史", "澹台",   "濮阳",     "淳于",
    "单于", "赫连", "钟离", "鲜于", "闻人",   "东郭", "南门", "公冶",   "宗政",     "闾丘",
    "公羊", "拓跋", "完颜", "耶律", "纳兰",   "百里", "公西", "东里",   "梁丘",     "左丘",
    "谷梁", "段干", "巫马", "漆雕", "乐正",   "壤驷", "公良", "夹谷",   "宰父",     "微生",
    "羊舌", "亓官", "丌官", "司寇", "仲孙",   "子车", "颛孙", "第五",   "爱新觉罗", "叶赫那拉",
    "相里", "达奚", "万俟", "欧陽", "侯莫陈", "北宫", "哥舒", "屠岸",   "车焜",     "太叔",
    "刘付", "刘傅", "南荣", "东宫", "即墨",   "胡母", "尔朱", "步六孤", "贺兰",     "贺若",
});

bool is_single(char32_t c) noexcept {
  static const HanSet singles(single_names);
  return singles.has(c);
}

// The characters that compound names begin with: few names need the list itself.
bool may_begin_compound(char32_t c) noexcept {
  static const HanSet first = [] {
    HanSet set;
    for (std::string_view compound : compound_names) set.add(first_tidy(compound));
    return set;
  }();
  return first.has(c);
}

std::size_t compound_length(std::string_view name, char32_t first) noexcept {
  if (!may_begin_compound(first)) return 0;
  for (std::string_view compound : compound_names) {
    if (name.starts_with(compound)) return compound.size();
  }
  return 0;
}

// Longer words first, so that 副总经理 is not read as 经理.
constexpr auto titles = std::to_array<std::string_view>({
    "副总经理", "总工程师", "高级工程师", "区域经理", "客户经理", "销售经理", "项目经理", "产品经理",
    "董事长",   "总经理",   "副经理",     "副总裁",   "工程师",   "会计师",   "设计师",   "副教授",
    "副主任",   "副局长",   "副校长",     "副院长",   "部长",     "总监",     "总裁",     "先生",
    "女士",     "小姐",     "太太",       "夫人",     "老师",     "教授",     "博士",     "硕士",
    "医生",     "大夫",     "护士",       "护士长",   "经理",     "主任",     "主管",     "律师",
    "会计",     "出纳",     "书记",       "局长",     "处长",     "科长",     "校长",     "院长",
    "院士",     "店长",     "厂长",       "所长",     "站长",     "队长",     "班长",     "组长",
    "行长",     "县长",     "镇长",       "市长",     "村长",     "主席",     "老板",     "老板娘",
    "阿姨",     "叔叔",     "大爷",       "大妈",     "大哥",     "大姐",     "师傅",     "同学",
    "同志",     "秘书",     "助理",       "顾问",     "代表",     "委员",     "警官",     "法官",
    "教练",     "导师",     "男士",       "女生",     "先森",     "美女",     "帅哥",     "副总",
    "董秘",     "家长",     "妈妈",       "爸爸",     "总工",     "总",       "董",       "工",
    "姐",       "哥",       "局",         "导",       "姨",       "叔",       "嫂",       "氏",
});

bool may_end_title(char32_t c) noexcept {
  static const HanSet last = [] {
    HanSet set;
    for (std::string_view title : titles) set.add(last_tidy(title));
    return set;
  }();
  return last.has(c);
}

bool needs_bare_family(std::string_view title) noexcept { return title.size() == 3 && title != "总"; }

}  // namespace

bool is_han_family_name(std::string_view text) noexcept {
  if (text.size() > 3)
    return std::find(compound_names.begin(), compound_names.end(), text) != compound_names.end();
  return text.size() == 3 && is_single(first_tidy(text));
}

std::size_t han_family_length(std::string_view name) noexcept {
  if (name.empty()) return 0;
  std::size_t at = 0;
  char32_t first = next_tidy(name, at);
  if (std::size_t length = compound_length(name, first); length != 0 && name.size() > length) return length;
  return is_single(first) ? at : 0;
}

std::string_view han_title(std::string_view name) noexcept {
  std::string_view best;
  if (!may_end_title(last_tidy(name))) return best;
  for (std::string_view title : titles) {
    if (title.size() <= best.size() || name.size() <= title.size() || !name.ends_with(title)) continue;
    std::string_view rest = name.substr(0, name.size() - title.size());
    if (needs_bare_family(title) && !is_han_family_name(rest)) continue;
    if (title == "总" && !is_han_family_name(rest) && han_family_length(rest) == 0) continue;
    best = title;
  }
  return best;
}

}  // namespace kith::standard
