import Foundation
import PostgresStore
import RegistryCore
import Server
import StoreContract
import Testing

@Suite struct ContractTests {
    @Test(arguments: StoreContract.cases)
    func contract(_ one: StoreContract.Case) throws {
        let server = try Server.shared.get()
        let contract = StoreContract(
            make: { try PostgresStore.create(Address(server.address(server.database()), isVisible: false)) },
            reopen: { store in
                try store.close()
                return try PostgresStore.open(Address(store.location, isVisible: false))
            })
        try contract.check(one)
    }
}
