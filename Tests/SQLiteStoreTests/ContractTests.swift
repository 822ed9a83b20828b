import Foundation
import RegistryCore
import SQLiteStore
import StoreContract
import Testing

@Suite struct ContractTests {
    @Test(arguments: StoreContract.cases)
    func contract(_ one: StoreContract.Case) throws {
        let scratch = try Scratch()
        let contract = StoreContract(
            make: { try SQLiteStore.create(path: scratch.path()) },
            reopen: { store in
                try store.close()
                return try SQLiteStore.open(path: store.location)
            })
        try contract.check(one)
    }
}
