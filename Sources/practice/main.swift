import Foundation
import Launch
import Standard

exit(Launch.run(plugins: Standard.plugins))
