// Boost.JSON, compiled once: no libboost_json at run time.
#include <boost/json/src.hpp>
