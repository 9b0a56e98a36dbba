package org.namedwebsockets.proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://*.example.org | https://a.example.org                     | true  | a site of it",
        "https://*.example.org | https://a.b.example.org                   | true  | deeper",
        "https://*.example.org | HTTPS://A.Example.ORG                     | true  | case",
        "https://*.example.org | https://example.org                       | false | not below it",
        "https://*.example.org | https://evil.example.org.attacker.com     | false | goes on",
        "https://*.example.org | https://attacker.com/.example.org         | false | a path",
        "https://*.example.org | https://attackerexample.org               | false | no dot",
        "https://*.example.org | https://axexample.org                     | false | dot is a dot",
        "https://*.example.org | http://a.example.org                      | false | not secure",
        "https://*.example.org | https://a.example.org:8443                | false | another port",
        "https://*.example.org | xhttps://a.example.org                    | false | goes before",
        "https://*.example.org | null                                      | false | opaque",
        "https://*.example.org | file://                                   | false | a file",
        "http://localhost:*    | http://localhost:3000                     | true  | any port",
        "http://localhost:*    | http://localhost                          | false | no port",
        "http://localhost:*    | http://localhost.attacker.com:3000        | false | goes on",
        "https://a.org         | https://a.org                             | true  | itself",
        "https://a.org         | https://a.org.attacker.com                | false | goes on",
        "https://a.org         | https://aXorg                             | false | dot is a dot",
        "https://a.(org)?      | https://a.org                             | false | no expression",
        "null                  | null                                      | true  | named",
        "*://a.org             | https://a.org                             | true  | any scheme",
        "https://a.org,null    | null                                      | true  | second",
        "https://a.org , https://b.org | https://b.org                     | true  | blanks",
      })
  void patternsMatchWholeOrigins(String patterns, String origin, boolean allowed, String why) {
    assertEquals(allowed, OriginRule.parse(patterns).verdict(origin) == Verdict.ALLOWED, why);
  }

  @Test
  void anyLetsEverySiteIn() {
    assertEquals(Verdict.ALLOWED, OriginRule.parse(" any ").verdict("https://attacker.com"));
    assertEquals(Verdict.ALLOWED, OriginRule.parse("any").verdict("null"));
  }

  @Test
  void sameLetsNoOtherIn() {
    assertEquals(Verdict.REFUSED, OriginRule.parse("same").verdict("http://localhost:3000"));
    assertEquals(Verdict.REFUSED, OriginRule.parse("same").verdict("null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "Any",
        "none",
        "example.org",
        "https://",
        "https://a.org/",
        "https://a/b",
        "//a.org",
        "any,https://a.org",
        "https://a.org,",
        "1http://a.org"
      })
  void whatIsNoOriginIsRefusedWithAnExample(String patterns) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> OriginRule.parse(patterns));

    assertTrue(thrown.getMessage().endsWith("such as https://*.example.org"), thrown.getMessage());
  }
}
