"""The quarterly circular (季度通报): what it is made from, its text, its annexes, its workbook, and how a finished one is read again."""
