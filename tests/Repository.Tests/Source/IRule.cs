namespace Shopkeeper.Repository.Tests.Source;

/// <summary>
/// A rule of style. It brings its own samples, at least one of which offends: a rule that cannot fail holds nothing.
/// </summary>
internal interface IRule
{
    IEnumerable<Offence> Check(SourceTree tree);

    IEnumerable<Sample> Samples { get; }
}
