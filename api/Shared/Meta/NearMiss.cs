namespace ElementalProvider.Api.Meta;

/// <summary>Finds what somebody meant who wrote something else.</summary>
public static class NearMiss
{
    /// <summary>The known word that is nearest to a word; null where none is near enough to be meant.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What could have been.</param>
    public static string? Of(string word, params IEnumerable<string> known) => known
        .Select(candidate => (Word: candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(found => found.Distance <= Math.Max(1, Math.Min(word.Length, found.Word.Length) / 3))
        .OrderBy(found => found.Distance)
        .ThenBy(found => found.Word, StringComparer.Ordinal)
        .Select(found => found.Word)
        .FirstOrDefault();

    /// <summary><c> (did you mean "X"?)</c>, to be put behind the word; empty where nothing is near.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What could have been.</param>
    public static string Hint(string word, params IEnumerable<string> known) => Of(word, known) is { } meant ? $" (did you mean \"{meant}\"?)" : "";

    /// <summary>How many letters must be put in, left out, replaced or exchanged with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int row = 0; row <= left.Length; row++)
        {
            for (int column = 0; column <= right.Length; column++)
            {
                if (row == 0 || column == 0)
                {
                    cost[row, column] = row + column;
                    continue;
                }

                int replaced = cost[row - 1, column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                int least = Math.Min(replaced, Math.Min(cost[row - 1, column], cost[row, column - 1]) + 1);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                    least = Math.Min(least, cost[row - 2, column - 2] + 1);
                cost[row, column] = least;
            }
        }

        return cost[left.Length, right.Length];
    }
}
