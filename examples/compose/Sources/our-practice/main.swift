import Foundation
import Launch
import Standard
import Thanks
exit(Launch.run(plugins: Standard.plugins + [ThanksPlugin()]))
