import AdoptionPlugin
import CataloguePlugin
import ConfidentialityPlugin
import EvidencePlugin
import ExchangePlugin
import ExternalPlugin
import InsightsPlugin
import JSONLinesPlugin
import KeepingPlugin
import PromotionPlugin
import RatingPlugin
import RecordsPlugin
import RegistryCore
import SharingPlugin
import SimilarityPlugin
import TabularPlugin
import TaggingPlugin
import TourPlugin

/// The plugins that ship: the one list of them.
public enum Standard {
    public static let plugins: [any Plugin] = [
        RecordsPlugin(),
        TaggingPlugin(),
        EvidencePlugin(),
        RatingPlugin(),
        AdoptionPlugin(),
        PromotionPlugin(),
        SharingPlugin(),
        ConfidentialityPlugin(),
        SimilarityPlugin(),
        ExchangePlugin(),
        TabularPlugin(),
        JSONLinesPlugin(),
        CataloguePlugin(),
        InsightsPlugin(),
        KeepingPlugin(),
        TourPlugin(),
        ExternalPlugin(),
    ]
}
