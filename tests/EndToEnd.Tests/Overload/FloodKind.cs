namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>Whose deliveries, or what they are about.</summary>
internal enum FloodKind
{
    /// <summary>Orders of the one shop that sends most.</summary>
    Noisy,

    /// <summary>Orders of the shops that send little.</summary>
    Quiet,

    /// <summary>Lifecycle and compliance.</summary>
    Lifecycle,
}
