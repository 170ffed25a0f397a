#include "match/compare/nicknames.h"

#include <unordered_map>

namespace kith::match {
namespace {

// A group a line: forms of one name.
constexpr std::string_view groups[] = {
    "abigail abby gail",
    "albert al bert bertie",
    "alexander alex alec sandy sasha xander lex",
    "alexandra alex sandra sandy sasha lexi",
    "alfred fred alf alfie freddie",
    "andrew andy drew",
    "anthony tony anton",
    "arthur art artie",
    "barbara barb babs",
    "benjamin ben benji benny",
    "bernard bernie",
    "catherine katherine kathryn cathy kathy kate katie kat kitty",
    "charles charlie chuck chas",
    "charlotte lottie charlie",
    "christina christine chris tina chrissy",
    "christopher chris kit topher",
    "cynthia cindy",
    "daniel dan danny",
    "david dave davy",
    "deborah debra deb debbie",
    "donald don donnie",
    "dorothy dot dottie dolly",
    "edward ed eddie ted teddy ned",
    "eleanor ellie nell nora lena",
    "elizabeth liz lizzie beth betty eliza elsie betsy bess libby lisa",
    "emily em emmy",
    "eugene gene",
    "florence flo florrie",
    "frances fran fanny frankie",
    "francis frank fran frankie",
    "frederick fred freddie fritz",
    "gabriel gabe",
    "geoffrey jeffrey geoff jeff",
    "gerald gerry jerry",
    "gregory greg",
    "harold harry hal",
    "helen nell nellie ellen",
    "henry harry hank hal",
    "isabella isabel bella izzy belle",
    "jacob jake",
    "jacqueline jackie",
    "james jim jimmy jamie jem",
    "janet jan",
    "jennifer jen jenny",
    "jessica jess jessie",
    "john jack johnny jon",
    "jonathan jon johnny",
    "joseph joe joey",
    "josephine jo josie",
    "joshua josh",
    "judith judy",
    "kenneth ken kenny",
    "lawrence laurence larry lawrie",
    "leonard len lenny leo",
    "lewis louis lou louie",
    "lillian lily lil",
    "margaret maggie meg peggy marge margie madge greta daisy rita",
    "martha patty mattie",
    "mary molly polly may mamie",
    "matthew matt",
    "michael mike mick mickey mikey",
    "nathaniel nathan nate nat",
    "nicholas nick nicky klaus",
    "oliver ollie",
    "pamela pam",
    "patricia pat patty tricia trish",
    "patrick pat paddy",
    "peter pete",
    "philip phillip phil pip",
    "rebecca becky becca",
    "raymond ray",
    "reginald reg reggie",
    "richard rick dick rich ricky richie",
    "robert bob rob bobby robbie bert",
    "ronald ron ronnie",
    "rosemary rose rosie",
    "samantha sam sammy",
    "samuel sam sammy",
    "sarah sally sadie",
    "stephen steven steve stevie",
    "susan susanna sue susie",
    "theodore ted teddy theo",
    "theresa teresa terry tess",
    "thomas tom tommy",
    "timothy tim timmy",
    "victoria vicky tori",
    "vincent vince vinny",
    "virginia ginny",
    "walter walt wally",
    "william bill billy will willie liam",
    "zachary zach zack",
};

using Index = std::unordered_map<std::string_view, std::vector<std::uint16_t>>;

const Index& index() {
  static const Index all = [] {
    Index index;
    for (std::uint16_t g = 0; g < std::size(groups); ++g) {
      std::string_view left = groups[g];
      while (!left.empty()) {
        const std::size_t end = left.find(' ');
        index[left.substr(0, end)].push_back(g);
        left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
      }
    }
    return index;
  }();
  return all;
}

}  // namespace

const std::vector<std::uint16_t>& nickname_groups(std::string_view name) {
  static const std::vector<std::uint16_t> none;
  const auto found = index().find(name);
  return found == index().end() ? none : found->second;
}

}  // namespace kith::match
