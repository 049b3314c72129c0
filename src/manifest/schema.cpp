#include "cerec/manifest/emit.hpp"

namespace cerec::manifest {

/// Draft 2020-12. The source of manifests/schema.json; a test compares the two.
std::string json_schema() {
  return R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "cerec manifest",
  "description": "One element instance, or a list of them: the body of POST /instances and a block for cerec.",
  "oneOf": [
    {"$ref": "#/$defs/instance"},
    {"type": "array", "items": {"$ref": "#/$defs/instance"}}
  ],
  "$defs": {
    "instance": {
      "type": "object",
      "required": ["element", "name"],
      "additionalProperties": false,
      "properties": {
        "element": {
          "description": "The element by its key: 'gooddata', {key: gooddata}, or {id: 1469}.",
          "oneOf": [
            {"type": "string", "minLength": 1},
            {
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "properties": {
                "key": {"type": "string", "minLength": 1},
                "id": {"type": ["integer", "string"], "minimum": 1, "pattern": "^[1-9][0-9]*$"}
              }
            }
          ]
        },
        "name": {
          "description": "Shown in the console. Unique among the instances of one element.",
          "type": ["string", "number", "boolean"],
          "minLength": 1
        },
        "tags": {
          "description": "The instance's tags as a whole. Left out: cerec does not touch them.",
          "type": ["array", "null"],
          "items": {"type": ["string", "number", "boolean"], "minLength": 1, "not": {"pattern": "^cerec:"}}
        },
        "configuration": {
          "description": "Entries of the element, keys with dots. Texts may hold ${env:NAME}, ${file:path}, ${cmd:program}.",
          "type": ["object", "null"],
          "additionalProperties": {"type": ["string", "boolean", "number", "null", "object"]}
        },
        "providerData": {
          "description": "Results of an OAuth exchange. Used by a create only.",
          "type": ["object", "null"]
        },
        "externalAuthentication": {
          "description": "'initial': build the instance on OAuth tokens that exist already.",
          "enum": ["initial", "none"]
        },
        "retrieveObjectsAfterInstantiation": {"type": "boolean"},
        "oauthProxy": {"type": "object"},
        "disabled": {"description": "true: hub calls are refused until it is enabled.", "type": "boolean"},
        "cerec": {"$ref": "#/$defs/cerec"}
      }
    },
    "cerec": {
      "description": "Read by cerec, never sent.",
      "type": ["object", "null"],
      "additionalProperties": false,
      "properties": {
        "id": {
          "description": "Stable logical id within the stack. Default: derived from element key and name.",
          "type": ["string", "number"],
          "pattern": "^[A-Za-z0-9._-]{1,60}$"
        },
        "previousNames": {
          "description": "Names that the instance had: a rename instead of a new instance.",
          "type": ["array", "null"],
          "items": {"type": ["string", "number", "boolean"]}
        },
        "protect": {"description": "true: never delete or replace it.", "type": "boolean"},
        "ignore": {
          "description": "Paths that are not compared, such as configuration.event.poller.refresh_interval.",
          "type": ["array", "null"],
          "items": {"type": "string"}
        },
        "tokens": {"$ref": "#/$defs/sinks"},
        "onRemove": {
          "description": "What happens to the instance when its manifest is removed.",
          "enum": ["delete", "release"],
          "default": "delete"
        }
      }
    },
    "sinks": {
      "description": "Where the instance's token is written, instead of the project's sinks.",
      "type": ["array", "null"],
      "items": {
        "oneOf": [
          {"type": "string"},
          {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"type": "string"}},
            "additionalProperties": {
              "oneOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "array", "items": {"type": ["string", "number", "boolean"]}}
              ]
            }
          }
        ]
      }
    }
  }
}
)json";
}

} // namespace cerec::manifest
