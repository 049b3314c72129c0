# file: src/api/reading.cpp
# seeds: 300
# The total beside a tag has to be that of the tag: a service that counts everything ends every create as unknown.
s/of_ == Of::tag \? listed > \*total_ : listed != \*total_/listed != *total_/
