using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A row of <c>permits</c>, or without an installation of <c>install_intents</c>.</summary>
internal sealed record LeaseRow(ShopDomain Shop, InstallationId? Installation, DateTimeOffset ExpiresAt);
