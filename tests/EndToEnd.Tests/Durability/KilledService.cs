using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Durability;

/// <summary>One service on the embedded database for tests that kill it and start it again.</summary>
public sealed class KilledService() : ClassService(DatabaseKind.Sqlite);
