namespace Shopkeeper.Silo.Seeding;

/// <summary>How much each synthetic shop holds.</summary>
internal sealed record SeedSize(int Sessions, int Preferences, int Logs, int Jobs);
