#include "sample/words.h"

#include "sample/joined.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

constexpr Product products[] = {
    {"TEA-001", "龙井绿茶礼盒", "Longjing green tea gift box", 16800},
    {"TEA-002", "普洱熟茶饼", "Pu'er tea cake", 12900},
    {"TEA-003", "茉莉花茶", "Jasmine tea", 4500},
    {"CUP-010", "保温杯500ml", "Vacuum flask 500 ml", 8900},
    {"CUP-011", "陶瓷马克杯", "Ceramic mug", 3900},
    {"BAG-020", "双肩电脑包", "Laptop backpack", 19900},
    {"BAG-021", "帆布购物袋", "Canvas tote", 2900},
    {"PEN-030", "中性笔12支装", "Gel pens, box of 12", 1890},
    {"NTB-031", "A5笔记本", "A5 notebook", 1580},
    {"LMP-040", "护眼台灯", "Desk lamp", 15900},
    {"CHR-041", "人体工学椅", "Ergonomic chair", 89900},
    {"DSK-042", "升降书桌", "Standing desk", 169900},
    {"KEY-050", "机械键盘", "Mechanical keyboard", 29900},
    {"MSE-051", "无线鼠标", "Wireless mouse", 7900},
    {"MON-052", "27英寸显示器", "27-inch monitor", 119900},
    {"PHN-060", "蓝牙耳机", "Bluetooth earphones", 19900},
    {"PHN-061", "降噪耳机", "Noise-cancelling headphones", 129900},
    {"PWR-062", "充电宝10000mAh", "Power bank 10,000 mAh", 9900},
    {"CBL-063", "数据线两条装", "USB cable, two", 2590},
    {"KTN-070", "电饭煲4L", "Rice cooker 4 l", 25900},
    {"KTN-071", "空气炸锅", "Air fryer", 29900},
    {"KTN-072", "不粘炒锅", "Non-stick wok", 15900},
    {"HOM-080", "纯棉四件套", "Cotton bedding set", 32900},
    {"HOM-081", "乳胶枕", "Latex pillow", 19900},
    {"HOM-082", "香薰蜡烛", "Scented candle", 6900},
    {"SKN-090", "补水面膜10片", "Face masks, ten", 7900},
    {"SKN-091", "防晒霜", "Sunscreen", 9900},
    {"SNK-100", "坚果礼盒", "Nut gift box", 11900},
    {"SNK-101", "手工曲奇", "Hand-made cookies", 4990},
    {"SPT-110", "瑜伽垫", "Yoga mat", 8900},
    {"SPT-111", "跑步鞋", "Running shoes", 39900},
    {"SPT-112", "智能手环", "Fitness band", 22900},
    {"TOY-120", "积木套装", "Building blocks", 19900},
    {"TOY-121", "儿童绘本五册", "Picture books, five", 9900},
    {"PET-130", "猫粮5kg", "Cat food 5 kg", 18900},
    {"PET-131", "猫砂10L", "Cat litter 10 l", 4590},
    {"SVC-140", "延保服务一年", "Warranty extension, one year", 9900},
    {"SVC-141", "上门安装", "Installation at home", 12000},
    {"MCH-150", "商用咖啡机", "Commercial coffee machine", 1288000},
    {"MCH-151", "激光打印机", "Laser printer", 159900},
};

constexpr std::string_view chinese_calls[] = {"客户{name}来电咨询订单物流进度，已告知预计明天送达。",
                                              "{name}反映商品有划痕，要求换货，已登记。",
                                              "咨询发票开具，需增值税专用发票，已转财务。",
                                              "{name}要求修改收货地址，已更新。",
                                              "客户询问会员积分如何兑换。",
                                              "投诉配送员态度，已安抚并转交物流主管。",
                                              "{name}咨询保修期，告知一年内免费维修。",
                                              "客户来电取消订单，退款已提交。",
                                              "回访：{name}对上次维修表示满意。",
                                              "询价，批量采购20套，已转销售跟进。",
                                              "来电无人应答。",
                                              "客户说打错了。",
                                              "咨询门店营业时间。",
                                              "{name}反映小程序无法登录，指导重置密码。",
                                              "优惠券无法使用，已补发。",
                                              "{name}表示搬家了，之前的地址不要再寄。",
                                              "客户换了手机号，要求更新联系方式。",
                                              "催退款，称已等待五个工作日。",
                                              "咨询产品尺寸和颜色。",
                                              "家里老人使用不便，申请上门指导。",
                                              "要求不要再拨打营销电话。",
                                              "企业客户{name}咨询账期。"};
constexpr std::string_view english_calls[] = {
    "{name} asked where the parcel is; told delivery is due tomorrow.",
    "Caller reports a scratch, wants a replacement.",
    "{name} wants the invoice on the company's name.",
    "Change of delivery address, done.",
    "Asked how to redeem points.",
    "Complaint about the courier, passed on.",
    "{name} asked about the warranty.",
    "Order cancelled, refund started.",
    "Call back: {name} is happy with the repair.",
    "Quote for 20 pieces wanted, passed to sales.",
    "No answer.",
    "Wrong number.",
    "Cannot log in to the app; password reset.",
    "Does not want marketing calls any more.",
    "{name} has moved; old address is not valid."};

constexpr std::string_view chinese_praise[] = {
    "很满意，会推荐给朋友。", "质量不错，物流也快",     "客服态度特别好！", "一直在这买，放心",
    "性价比高，五星好评",     "包装精美，送人很有面子", "老客户了，支持"};
constexpr std::string_view chinese_middling[] = {"还行吧",
                                                 "东西可以，就是快递慢了点",
                                                 "价格再低一些就更好了",
                                                 "一般般，没有想象中好",
                                                 "颜色和图片有点色差，\n其他都还可以",
                                                 "希望多搞活动"};
constexpr std::string_view chinese_blame[] = {"质量太差，用了两天就坏了",
                                              "客服半天没人回复",
                                              "退款等了一个星期！！！",
                                              "第一次买就踩雷。\n再也不来了",
                                              "包装破损，里面的东西也\"坏\"了",
                                              "价格虚高；不推荐",
                                              "电话打不通，投诉无门"};
constexpr std::string_view english_praise[] = {"Great service, will buy again.",
                                               "Fast delivery; good quality.", "Love it!",
                                               "Very happy with the support team"};
constexpr std::string_view english_middling[] = {
    "OK for the price", "Delivery took a while;\nproduct is fine", "Not bad", "The app could be better"};
constexpr std::string_view english_blame[] = {"Broke after two days.", "Nobody answers the phone",
                                              "Refund took weeks!\nNever again", "\"Premium\" it is not"};

constexpr std::string_view chinese_notes[] = {
    "展会认识",           "老客户介绍",       "需要月结", "周三下午方便接电话", "对价格敏感", "已加微信",
    "采购负责人，决策快", "下季度有采购计划", "喜欢喝茶", "请勿周末联系",       "换过部门"};
constexpr std::string_view english_notes[] = {
    "Met at the trade fair", "Referred by a customer", "Price sensitive",    "Prefers e-mail",
    "Decision maker",        "Call after 3 pm",        "Budget next quarter"};

std::string with_name(std::string_view text, std::string_view name) {
  constexpr std::string_view place = "{name}";
  auto at = text.find(place);
  if (at == std::string_view::npos) return std::string(text);
  return joined({text.substr(0, at), name, text.substr(at + place.size())});
}

}  // namespace

const Product& draw_product(Random& random, Segment segment) noexcept {
  const Product& first = any_of(products, random);
  const Product& second = any_of(products, random);
  // The small spender takes the cheaper of two, the key customer the dearer.
  if (segment == Segment::small) return first.fen < second.fen ? first : second;
  if (segment == Segment::key) return first.fen > second.fen ? first : second;
  return first.fen > 1000000 ? second : first;
}

std::string call_summary(Random& random, Region region, std::string_view caller) {
  if (region == Region::china) return with_name(any_of(chinese_calls, random), caller);
  return with_name(any_of(english_calls, random), caller.empty() ? "Caller" : caller);
}

std::string survey_comment(Random& random, Region region, int score) {
  if (random.chance(0.4)) return {};
  const bool chinese = region == Region::china;
  if (score >= 9)
    return std::string(chinese ? any_of(chinese_praise, random) : any_of(english_praise, random));
  if (score >= 6)
    return std::string(chinese ? any_of(chinese_middling, random) : any_of(english_middling, random));
  return std::string(chinese ? any_of(chinese_blame, random) : any_of(english_blame, random));
}

std::string sales_note(Random& random, Region region) {
  if (random.chance(0.6)) return {};
  return std::string(region == Region::china ? any_of(chinese_notes, random) : any_of(english_notes, random));
}

}  // namespace kith::sample
