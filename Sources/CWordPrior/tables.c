#include "CWordPrior.h"

_Alignas(8) const unsigned char storyd_word_prior[] = {
#embed "prior.bin"
};

_Alignas(8) const unsigned char storyd_common_words[] = {
#embed "languages.bin"
};

const char *const storyd_prior_languages[] = {
#include "languages.inc"
};
