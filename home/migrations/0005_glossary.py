"""The glossary as a view of the records."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0004_the_plan'),
    ]

    operations = [
        migrations.AlterField(
            model_name='informationpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 4), ('terms', 5), ('records', 8), ('links', 9)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'description': 'A heading inside the page.', 'icon': 'title', 'max_length': 160, 'template': 'home/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'description': 'Paragraphs and lists.', 'features': ['h3', 'bold', 'italic', 'ul', 'ol', 'link'], 'icon': 'pilcrow', 'template': 'home/blocks/text.html'}), 2: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link']}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('home.blocks.terms.TermsBlock', (), {}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('criteria', 'Access criteria, side by side'), ('waiting-times', 'Waiting times'), ('advice-lines', 'Advice lines'), ('offer', 'The offer, by grouping'), ('services-in-towns', 'Where a service works'), ('neighbours', 'Across the border'), ('glossary', 'Words explained, A to Z')]}), 7: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'Only for “Where a service works”.', 'page_type': ['directory.ServicePage'], 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('view', 6), ('service', 7)]], {}), 9: ('home.blocks.links.LinksBlock', (), {})}),
        ),
        migrations.AlterField(
            model_name='urgenthelppage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 4), ('terms', 5), ('records', 8), ('links', 9)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'description': 'A heading inside the page.', 'icon': 'title', 'max_length': 160, 'template': 'home/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'description': 'Paragraphs and lists.', 'features': ['h3', 'bold', 'italic', 'ul', 'ol', 'link'], 'icon': 'pilcrow', 'template': 'home/blocks/text.html'}), 2: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link']}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('home.blocks.terms.TermsBlock', (), {}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('criteria', 'Access criteria, side by side'), ('waiting-times', 'Waiting times'), ('advice-lines', 'Advice lines'), ('offer', 'The offer, by grouping'), ('services-in-towns', 'Where a service works'), ('neighbours', 'Across the border'), ('glossary', 'Words explained, A to Z')]}), 7: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'Only for “Where a service works”.', 'page_type': ['directory.ServicePage'], 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('view', 6), ('service', 7)]], {}), 9: ('home.blocks.links.LinksBlock', (), {})}),
        ),
        migrations.AlterField(
            model_name='planpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('text', 1), ('callout', 4), ('terms', 5), ('records', 8), ('links', 9)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'description': 'A heading inside the page.', 'icon': 'title', 'max_length': 160, 'template': 'home/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'description': 'Paragraphs and lists.', 'features': ['h3', 'bold', 'italic', 'ul', 'ol', 'link'], 'icon': 'pilcrow', 'template': 'home/blocks/text.html'}), 2: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ul', 'link']}), 4: ('wagtail.blocks.StructBlock', [[('title', 2), ('text', 3)]], {}), 5: ('home.blocks.terms.TermsBlock', (), {}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('criteria', 'Access criteria, side by side'), ('waiting-times', 'Waiting times'), ('advice-lines', 'Advice lines'), ('offer', 'The offer, by grouping'), ('services-in-towns', 'Where a service works'), ('neighbours', 'Across the border'), ('glossary', 'Words explained, A to Z')]}), 7: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'Only for “Where a service works”.', 'page_type': ['directory.ServicePage'], 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('view', 6), ('service', 7)]], {}), 9: ('home.blocks.links.LinksBlock', (), {})}),
        ),
    ]
