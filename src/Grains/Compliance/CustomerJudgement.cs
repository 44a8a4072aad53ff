namespace Shopkeeper.Grains.Compliance;

/// <summary>What a delivery is to a customer.</summary>
internal enum CustomerJudgement
{
    /// <summary>It does not name him.</summary>
    Other,

    /// <summary>It names him, or an order of his.</summary>
    Named,

    /// <summary>It can't be told: it is no JSON, or can't be decrypted.</summary>
    NotJudged,
}
