#include "cerec/model/take_over.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace cerec::model;

TEST_CASE("a word of --take-over: only an id behind the last `=` is an id") {
  struct Case {
    const char* text;
    const char* name;
    std::optional<int64_t> id;
  };
  const Case cases[] = {
      {"prod", "prod", std::nullopt},
      {"prod=4711", "prod", 4711},
      {"a=b", "a=b", std::nullopt},
      {"a=b=7", "a=b", 7},
      {"prod=", "prod=", std::nullopt},
      {"prod=0", "prod=0", std::nullopt},
      {"prod=-1", "prod=-1", std::nullopt},
      {"=7", "", 7},
      {"", "", std::nullopt},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    const TakeOver word = TakeOver::parse(one.text);
    CHECK(word.name == one.name);
    CHECK(word.id == one.id);
    CHECK(word.text() == one.text);
  }
}

TEST_CASE("words are in the order of their texts, so that plan files stay as they are") {
  std::set<TakeOver> words;
  std::set<std::string> texts;
  for (const char* text : {"a=9", "a=10", "a", "a-b", "b=1"}) {
    words.insert(TakeOver::parse(text));
    texts.insert(text);
  }
  std::set<std::string>::const_iterator text = texts.begin();
  for (const TakeOver& word : words)
    CHECK(word.text() == *text++);
}

TEST_CASE("it names a manifest by its name, its address or its logical id") {
  DesiredInstance desired;
  desired.name = "one";
  desired.address = {"gooddata", "gooddata.one"};
  for (const char* text : {"one", "gooddata/gooddata.one", "gooddata.one", "one=7"})
    CHECK(TakeOver::parse(text).names(desired));
  CHECK_FALSE(TakeOver::parse("two").names(desired));
}
