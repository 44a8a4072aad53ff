namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>
/// The replacement of tokens without expiry by expiring pairs: section <c>Tokens:Migration</c>. Shopify revokes the old
/// token when it answers, for good; so it is off by default, tries a few shops first and stops at the first failure.
/// </summary>
public sealed class MigrationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Tokens:Migration";

    /// <summary>Whether tokens are replaced. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>How many shops are begun before an operator continues. Default 5, 1 to 1,000.</summary>
    public int Canary { get; set; } = 5;

    /// <summary>How many shops a silo begins in a minute at most. Default 30, 1 to 10,000.</summary>
    public int PerMinute { get; set; } = 30;
}
