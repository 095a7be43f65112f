#include "CUnicode.h"

_Alignas(8) const unsigned char storyd_characters[] = {
#embed "characters.bin"
};
