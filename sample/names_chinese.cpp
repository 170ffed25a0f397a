// Chinese names. Weights of family names: shares of the population in per ten thousand, rounded, as the
// Ministry of Public Security's yearly name reports and the census tables give them for the most frequent;
// the tail estimated.
#include "sample/names_tables.h"

namespace kith::sample {

std::string_view chinese_family_table() noexcept {
  return R"(
王wang715 李li700 张zhang675 刘liu540 陈chen455 杨yang310 黄huang225 赵zhao220 吴wu205 周zhou195
徐xu145 孙sun140 马ma130 朱zhu128 胡hu125 郭guo115 何he110 高gao108 林lin108 罗luo92
郑zheng90 梁liang85 谢xie78 宋song75 唐tang72 许xu68 韩han66 邓deng65 冯feng64 曹cao60
彭peng58 曾zeng57 肖xiao56 田tian52 董dong50 潘pan49 袁yuan48 蔡cai47 蒋jiang47 余yu46
于yu45 杜du44 叶ye43 程cheng43 魏wei42 苏su42 吕lv41 丁ding40 任ren39 卢lu38
姚yao37 沈shen37 钟zhong36 姜jiang36 崔cui35 谭tan35 陆lu34 范fan33 汪wang33 廖liao32
石shi31 金jin31 韦wei30 贾jia30 夏xia29 付fu28 方fang28 邹zou28 熊xiong27 白bai27
孟meng27 秦qin26 邱qiu26 侯hou25 江jiang25 尹yin24 薛xue24 闫yan23 雷lei23 龙long22
黎li22 史shi21 陶tao21 贺he21 毛mao20 郝hao20 顾gu20 龚gong20 邵shao19 万wan19
覃qin19 武wu18 钱qian18 戴dai18 严yan18 莫mo17 孔kong17 向xiang17 常chang16 汤tang16
康kang15 易yi15 乔qiao14 温wen14 赖lai14 文wen14 施shi13 洪hong13 辛xin12 柯ke11
庄zhuang11 牛niu11 樊fan11 殷yin11 葛ge10 伍wu10 章zhang10 俞yu10 倪ni9 季ji9
聂nie9 关guan9 翟zhai8 岳yue8 齐qi8 梅mei8 童tong7 耿geng7 单shan6 卜bu6
欧ou6 詹zhan6 欧阳ouyang5 盛sheng5 管guan5 祝zhu5 左zuo5 裴pei5 霍huo4 房fang4
上官shangguan1 司马sima1 诸葛zhuge1 皇甫huangfu1 慕容murong1 令狐linghu1
)";
}

std::string_view chinese_male_table() noexcept {
  return R"(
伟wei 明ming 强qiang 军jun 勇yong 杰jie 磊lei 涛tao 超chao 刚gang
平ping 辉hui 鹏peng 华hua 飞fei 波bo 斌bin 宇yu 浩hao 凯kai
健jian 俊jun 峰feng 建jian 国guo 志zhi 文wen 海hai 龙long 林lin
东dong 洋yang 亮liang 成cheng 鑫xin 民min 永yong 宏hong 阳yang 春chun
帅shuai 旭xu 宁ning 博bo 晨chen 坤kun 嘉jia 子zi 家jia 天tian
泽ze 轩xuan 然ran 睿rui 昊hao 翔xiang 晓xiao 小xiao 立li 振zhen
庆qing 金jin 学xue 兴xing 光guang 玉yu 新xin 福fu 胜sheng 祥xiang
荣rong 贵gui 德de 良liang 云yun 松song 世shi 生sheng 祖zu 耀yao
毅yi 威wei 铭ming 锋feng 彬bin 诚cheng 豪hao 雷lei 楠nan 岩yan
义yi 仁ren 信xin 忠zhong 孝xiao 安an 康kang 富fu 财cai 宝bao
山shan 川chuan 江jiang 河he 湖hu 水shui 木mu 森sen 柏bai 桐tong
一yi 亦yi 奕yi 逸yi 艺yi 梓zi 宸chen 涵han 皓hao 瑞rui
思si 远yuan 航hang 程cheng 清qing 晖hui 曦xi 昱yu 昕xin 晟sheng
钧jun 钢gang 铁tie 锐rui 鸿hong 鹤he 骏jun 麒qi 麟lin 腾teng
全quan 利li 发fa 大da 少shao 长chang 启qi 开kai 正zheng 方fang
武wu 斗dou 权quan 树shu 根gen 旺wang 炎yan 焕huan 炜wei 烨ye
培pei 基ji 城cheng 均jun 墨mo 书shu 言yan 诺nuo
承cheng 继ji 绍shao 维wei 纪ji 绪xu 经jing 纬wei 衡heng 恒heng
向xiang 阔kuo 宽kuan 广guang 庭ting 廷ting 延yan 彦yan 岳yue 峻jun
敬jing 敏min 政zheng 效xiao 致zhi 哲zhe 喆zhe 啸xiao 品pin
)";
}

std::string_view chinese_female_table() noexcept {
  return R"(
芳fang 娜na 敏min 静jing 丽li 艳yan 娟juan 霞xia 秀xiu 英ying
红hong 燕yan 玲ling 梅mei 兰lan 萍ping 婷ting 丹dan 雪xue 倩qian
慧hui 莉li 玉yu 洁jie 琳lin 颖ying 晶jing 莹ying 芬fen 桂gui
凤feng 珍zhen 华hua 云yun 春chun 佳jia 欣xin 怡yi 雨yu 梦meng
思si 诗shi 语yu 子zi 梓zi 涵han 萱xuan 雅ya 琪qi 瑶yao
媛yuan 璐lu 露lu 月yue 晓xiao 小xiao 文wen 美mei 爱ai 金jin
香xiang 琴qin 荣rong 菊ju 花hua 翠cui 莲lian 珠zhu 素su 淑shu
贞zhen 惠hui 瑞rui 新xin 海hai 青qing 清qing 冰bing 晴qing
蕾lei 薇wei 微wei 菲fei 妮ni 娇jiao 妍yan 姗shan 姝shu 婕jie
婉wan 婧jing 嫣yan 馨xin 芝zhi 芸yun 苗miao 若ruo 茜qian 荷he
蓉rong 蓓bei 蔚wei 蕊rui 蝶die 裕yu 钰yu 银yin 锦jin 铃ling
阳yang 雯wen 霖lin 靖jing 韵yun 顺shun 飘piao 馥fu 黛dai 可ke
一yi 依yi 伊yi 亦yi 奕yi 艺yi 忆yi 悦yue 乐le 心xin
彤tong 童tong 桐tong 彩cai 采cai 念nian 恬tian 悠you 曼man 朵duo
柔rou 柳liu 桃tao 梨li 楚chu 樱ying 沁qin 沛pei 沫mo 洋yang
溪xi 漫man 潇xiao 灵ling 灿can 然ran 珊shan 珂ke 珺jun 璇xuan
甜tian 碧bi 秋qiu 冬dong 夏xia 竹zhu 筠yun 笑xiao 絮xu 纯chun
绮qi 绿lv 羽yu 翎ling 聪cong 育yu 舒shu 艾ai 芷zhi 苏su
)";
}

std::string_view chinese_male_whole_table() noexcept {
  return R"(
伟wei 强qiang 磊lei 军jun 勇yong 杰jie 涛tao 超chao 明ming 刚gang 平ping 辉hui 鹏peng 飞fei 波bo 斌bin
建国jianguo 建华jianhua 志强zhiqiang 建军jianjun 国强guoqiang 志伟zhiwei 海涛haitao 文杰wenjie 俊杰junjie 志勇zhiyong
建平jianping 晓东xiaodong 国庆guoqing 永强yongqiang 春生chunsheng 卫东weidong 玉林yulin 德华dehua 小龙xiaolong 少华shaohua
)";
}

std::string_view chinese_female_whole_table() noexcept {
  return R"(
芳fang 娜na 敏min 静jing 丽li 艳yan 娟juan 霞xia 燕yan 玲ling 婷ting 丹dan 雪xue 倩qian 红hong 洁jie
秀英xiuying 桂英guiying 秀兰xiulan 玉兰yulan 玉梅yumei 桂兰guilan 秀珍xiuzhen 桂芳guifang 淑珍shuzhen 凤英fengying
丽娟lijuan 晓燕xiaoyan 海燕haiyan 春梅chunmei 雪梅xuemei 丽华lihua 小红xiaohong 晓红xiaohong 美玲meiling 爱华aihua
)";
}

std::string_view chinese_new_male_table() noexcept {
  return R"(
浩然haoran 子轩zixuan 宇轩yuxuan 浩宇haoyu 子涵zihan 俊熙junxi 博文bowen 天佑tianyou 宇航yuhang 梓豪zihao
泽宇zeyu 嘉豪jiahao 明轩mingxuan 俊豪junhao 思远siyuan 子豪zihao 家豪jiahao 文博wenbo 志豪zhihao 嘉俊jiajun
)";
}

std::string_view chinese_new_female_table() noexcept {
  return R"(
欣怡xinyi 梓涵zihan 诗涵shihan 雨欣yuxin 子涵zihan 佳怡jiayi 思琪siqi 梦瑶mengyao 雨桐yutong 可欣kexin
佳慧jiahui 雨涵yuhan 一诺yinuo 若曦ruoxi 语嫣yuyan 梦婷mengting 晓彤xiaotong 静怡jingyi 雅婷yating 嘉欣jiaxin
)";
}

std::string_view dotted_male_table() noexcept {
  return R"(
买买提maimaiti 艾力aili 阿不都拉abudula 吐尔逊tuerxun 玉素甫yusufu 卡德尔kadeer 艾尔肯aierken 库尔班kuerban 哈力克halike
木拉提mulati 达吾提dawuti 依明yiming 帕尔哈提paerhati 努尔兰nuerlan 叶尔江yeerjiang 热合曼reheman
)";
}

std::string_view dotted_female_table() noexcept {
  return R"(
古丽娜尔gulinaer 阿依古丽ayiguli 帕提古丽patiguli 热依汗reyihan 努尔古丽nuerguli 古丽巴哈尔gulibahaer 阿米娜amina
迪丽达尔dilidaer 玛依努尔mayinuer 阿孜古丽aziguli 左热古丽zuoreguli 夏依旦xiayidan
)";
}

}  // namespace kith::sample
