#pragma once
#include "golden/runner/case.hpp"

#include "support/program.hpp"

namespace cerec::golden {

/// One act of a `setup` file:
///
///   cerec WORDS...            a command; it has to end with 0 (`cerec! N WORDS...`: with N)
///   env NAME=VALUE            from now on
///   unset NAME
///   move FROM TO              a file of the project
///   erase FILE
///   folder PATH               an empty folder
///   link PATH TARGET          a symbolic link
///   replace FILE OLD NEW      a text in a file, once
///   console METHOD TARGET BODY   somebody past cerec, at the API; it has to be answered with 200
///   invalid NAME              the platform finds the credentials of this instance dead
///   wait DURATION             time passes
///   lock FILE NOTE            another process holds it
///   disk-full                 no write of the command under test succeeds
///   unreadable FILE
///   terminal LINE             there is a terminal, at which LINE is typed
///   stdin FILE                stdin is this file
///   signal TIME               SIGINT so long after the command began
///
/// Throws, naming the line, if it cannot be carried out.
void carry_out(test::Program& program, const std::string& line);

} // namespace cerec::golden
