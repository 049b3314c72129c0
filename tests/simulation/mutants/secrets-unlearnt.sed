# file: src/operations/inputs/known.cpp
# seeds: 300
# What the references of the manifests came to is not known when an answer is quoted.
s/inputs\.resolver->tell\(inputs\.known\);/(void)inputs;/
s/^  known\.add\(text\);$/  (void)text;/
