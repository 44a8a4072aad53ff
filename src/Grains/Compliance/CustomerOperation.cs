namespace Shopkeeper.Grains.Compliance;

/// <summary>What participants are asked to do with a customer's data.</summary>
internal enum CustomerOperation
{
    /// <summary>Give it.</summary>
    Export = 1,

    /// <summary>Erase it.</summary>
    Redact = 2,
}
