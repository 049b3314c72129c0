# file: src/cli/pipeline/known.cpp
# seeds: 300
# What the references of the manifests came to is not known when an answer is quoted.
s/inputs\.resolver->tell\(context\.secrets\);/(void)context;/
s/^  known\.add\(text\);$/  (void)text;/
