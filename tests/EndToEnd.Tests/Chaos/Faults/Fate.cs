namespace Shopkeeper.EndToEnd.Tests.Chaos.Faults;

/// <summary>Something that befalls the service, and passes.</summary>
/// <param name="Name">What it is, for the counts.</param>
/// <param name="BefallAsync">Has it happen, and answers once it has passed.</param>
internal sealed record Fate(string Name, Func<Task> BefallAsync);
