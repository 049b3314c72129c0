# file: src/apply/machine.cpp
# seeds: 2000
# A create does not watch out the other instances that it saw when it settled its own.
s/others\.emplace\(each\.id, each\.created\);/(void)context;/
