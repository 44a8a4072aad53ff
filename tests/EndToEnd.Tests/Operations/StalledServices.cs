using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Operations;

/// <summary>One service whose steps stall soon, for the tests of several classes, which take turns.</summary>
[CollectionDefinition(Name)]
public sealed class StalledServices()
    : ClassService(DatabaseKind.Postgres, StalledService.Settings), ICollectionFixture<StalledServices>
{
    internal const string Name = "stalled services";
}
