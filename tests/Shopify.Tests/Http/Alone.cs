namespace Shopkeeper.Shopify.Tests.Http;

/// <summary>Tests that listen to the whole process run alone: other tests' HTTP clients do name their hosts.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
