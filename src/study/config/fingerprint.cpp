#include "study/config/fingerprint.hpp"

#include "core/format.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid.hpp>

namespace jennopt {

std::string fingerprint(const std::string& text) {
    const boost::uuids::name_generator_sha1 generator(boost::uuids::ns::oid());
    const boost::uuids::uuid id = generator(text);
    return fmt::format("{:02x}", fmt::join(id.begin(), id.end(), ""));
}

}  // namespace jennopt
